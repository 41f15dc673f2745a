/**
 * Embeddings and chat of OpenAI and of every server that speaks its API: vLLM, LM Studio, Ollama, Mistral, DashScope,
 * Azure OpenAI. Built on OpenAI's own Java client, with its retries and its logging off: the operators retry, and no
 * text may reach a log.
 *
 * <p>The two doors are {@link io.millrace.connector.openai.OpenAiEmbeddingProvider} and
 * {@link io.millrace.connector.openai.OpenAiChatProvider}. Behind them a model holds an {@code OpenAiConnection} (one
 * HTTP client, closed with the model), and {@code OpenAiFailures} says of each failure whether to wait, to drop the
 * input or to stop.
 */
package io.millrace.connector.openai;
