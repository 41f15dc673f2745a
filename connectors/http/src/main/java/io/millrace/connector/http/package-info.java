/**
 * Models that are reached with JSON over HTTP, on the JDK's own client: no SDK, so nothing caps the calls in flight,
 * retries behind the caller's back, or holds a job's class loader after its end.
 *
 * <p>A model of this package has a {@code JsonClient} (one HTTP client, closed with the model), which knows its
 * {@code Endpoint}: address, key, headers. {@code HttpFailures} says of each failure whether to wait, to drop the input
 * or to stop; what a provider means by its own statuses and codes are its {@code ErrorRules}. A provider is then what it
 * writes and what it reads: a {@code RerankWire}, an {@code EmbeddingWire} or a {@code ChatWire}.
 */
package io.millrace.connector.http;
