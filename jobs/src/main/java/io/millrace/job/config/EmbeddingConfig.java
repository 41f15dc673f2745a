package io.millrace.job.config;

import io.millrace.embed.Distance;
import io.millrace.job.config.bind.DataSize;
import io.millrace.job.config.bind.MaskedText;
import io.millrace.job.config.bind.SecretNames;
import io.millrace.job.config.bind.Setting;
import io.millrace.model.ModelSettings;
import io.millrace.model.Secret;
import io.millrace.usage.Budget;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The model that turns text into vectors. */
public record EmbeddingConfig(
        @Setting(
                value = "onnx",
                doc = "Who computes vectors: `onnx` is all-MiniLM-L6-v2 in this process, `openai` is OpenAI and every"
                        + " server that speaks its protocol, `jina`, `cohere`, `gemini`, `vertex`, `voyage`, `ollama` and `tei`"
                        + " are these over their own APIs.")
        String provider,

        @Setting(doc = "The model, as its provider spells it; without it, the provider's default.") @Nullable
        String model,

        @Setting(
                doc =
                        "Which state of the model, as its provider names it; two revisions of a model don't mix. Of a model"
                                + " in this process it is known without.")
        @Nullable
        String revision,

        @Setting(
                doc =
                        "Where the provider is reached, such as `http://localhost:11434/v1`; without it, its own address.")
        @Nullable
        URI baseUrl,

        @Setting(doc = "The key that the provider asks for, as `${NAME}` or `${file:/path}`.") @Nullable
        Secret apiKey,

        @Setting(min = "1", max = "65536", doc = "Numbers in a vector; without it, the model's own.") @Nullable
        Integer dimension,

        @Setting(value = "cosine", doc = "How two vectors are compared.")
        Distance distance,

        @Setting(value = "60s", min = "100ms", doc = "How long one call may take, from sending to the last byte.")
        Duration timeout,

        @Setting(
                min = "1",
                doc = "Calls in flight at once in a subtask, at the most; without it, the provider's default. While the"
                        + " provider is overloaded there are fewer.")
        @Nullable
        Integer concurrency,

        @Setting(value = "1", min = "1", doc = "Calls in flight at once that a subtask keeps up in trouble.")
        int minConcurrency,

        @Setting(
                min = "1",
                doc = "Calls a minute of the whole job, whatever its parallelism; without it, what the provider says"
                        + " that it allows, if it says so.")
        @Nullable
        Long requestsPerMinute,

        @Setting(min = "1", doc = "Tokens a minute, likewise.") @Nullable
        Long tokensPerMinute,

        @Setting(
                doc = "What an hour, a day or a month (`20 USD/day`, UTC) may cost of all jobs that write to the"
                        + " collection; without it, anything. Once it is spent, embedding pauses until the next"
                        + " period.")
        @Nullable
        Budget budget,

        @Setting(
                value = "128 MiB",
                min = "1 MiB",
                doc = "What texts and vectors may take that wait in a subtask, for their answers or for earlier ones.")
        DataSize buffer,

        @Setting(min = "1", doc = "Texts in a call; without it, as many as the provider takes.") @Nullable
        Integer batchSize,

        @Setting(
                value = "",
                doc = "Put before a document's text, where the model was trained so, such as `\"search_document: \"`.")
        String documentPrefix,

        @Setting(
                value = "",
                doc = "Put before a question, where the model was trained so, such as `\"search_query: \"`.")
        String queryPrefix,

        @Setting(doc = "What only this provider knows.") Map<String, String> options)
        implements Serializable {

    public EmbeddingConfig {
        options = Map.copyOf(options);
    }

    /** As the provider takes them. */
    public ModelSettings toSettings() {
        return ModelSettings.of("embedding", provider)
                .reached(model, baseUrl, apiKey, timeout, options)
                .embedding(dimension, concurrency, batchSize, documentPrefix, queryPrefix);
    }

    @Override
    public String toString() {
        return MaskedText.of(this, SecretNames::isSecret);
    }
}
