/**
 * Dead letters round again, after a mend: {@link io.millrace.job.replay.Replay} reads them from their topic and their
 * directory, and sends each record back to the topic that it came from, or through a bounded ingest job, if it came from
 * a file.
 */
package io.millrace.job.replay;
