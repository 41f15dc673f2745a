/**
 * Kafka topics in and out. {@link io.millrace.connector.kafka.KafkaTopics} has the two doors, a source and a sink, and
 * the check that goes before a job is submitted.
 */
package io.millrace.connector.kafka;
