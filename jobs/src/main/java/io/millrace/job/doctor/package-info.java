/**
 * Tries what a configuration names, each once, before a job does: models, Kafka, Qdrant. {@link
 * io.millrace.job.doctor.Doctor} is the door.
 */
@NullMarked
package io.millrace.job.doctor;

import org.jspecify.annotations.NullMarked;
