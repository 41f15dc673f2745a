/**
 * A server that speaks OpenAI's {@code /v1/embeddings} and {@code /v1/chat/completions} over real HTTP, with its limits
 * and its error bodies, deterministic answers, and faults on demand. Start one with
 * {@link io.millrace.connector.openai.stub.StubOpenAi#start}.
 */
package io.millrace.connector.openai.stub;
