/**
 * A server that speaks OpenAI's {@code /v1/embeddings} and {@code /v1/chat/completions} over real HTTP, with its limits,
 * rates and error bodies, a model of its latency, deterministic answers, faults on demand or by chance, and a record of
 * every call. Start one with {@link io.millrace.connector.openai.stub.StubOpenAi#start}, or in a JVM of its own with
 * {@link io.millrace.connector.openai.stub.StubServer}.
 */
package io.millrace.connector.openai.stub;
