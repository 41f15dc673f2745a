/**
 * A real Kafka broker in this JVM, for a laptop and for tests.
 *
 * <p>{@link io.millrace.embedded.kafka.EmbeddedKafka} is the door; the rest keeps its data directory, chooses its ports
 * and keeps a broker that gives up from taking the JVM with it.
 */
@NullMarked
package io.millrace.embedded.kafka;

import org.jspecify.annotations.NullMarked;
