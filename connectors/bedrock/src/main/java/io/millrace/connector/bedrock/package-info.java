/**
 * Embeddings and chat of Amazon Bedrock, on Amazon's own client, which signs requests, finds credentials and reads the
 * framing of streams. Its retries are off: the operators retry. Its HTTP client is the JDK's, so nothing caps the calls in
 * flight, and nothing holds a job's class loader after its end.
 *
 * <p>The two doors are {@link io.millrace.connector.bedrock.BedrockEmbeddingProvider} and
 * {@link io.millrace.connector.bedrock.BedrockChatProvider}. Behind them a model holds a {@code BedrockConnection} (one
 * client, closed with the model), and {@code BedrockFailures} says of each failure whether to wait, to drop the input or to
 * stop. {@code EmbeddingFamily} knows what each family of embedding models reads and writes.
 */
package io.millrace.connector.bedrock;
