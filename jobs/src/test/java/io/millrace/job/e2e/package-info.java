/** The jobs from end to end: Kafka, Qdrant's protocol, a Flink cluster and a model's HTTP server, all in this JVM. */
@org.jspecify.annotations.NullMarked
package io.millrace.job.e2e;
