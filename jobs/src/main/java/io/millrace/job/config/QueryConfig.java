package io.millrace.job.config;

import io.millrace.job.config.bind.Contradictions;
import io.millrace.job.config.bind.Setting;
import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Limits and defaults of requests. */
public record QueryConfig(
        @Setting(value = "5", min = "1", doc = "Chunks that are retrieved when a request doesn't say how many.")
        int topK,

        @Setting(value = "100", min = "1", doc = "Chunks that a request may ask for.")
        int maxTopK,

        @Setting(doc = "The score below which a chunk is no evidence, when a request doesn't state one; none if unset.")
        @Nullable
        Double minScore,

        @Setting(value = "8000", min = "1", doc = "Characters that a question may have.")
        int maxQuestionLength,

        @Setting(value = "60s", min = "100ms", doc = "How long a request may take before it is answered as failed.")
        Duration timeout,

        @Setting(value = "64", min = "1", doc = "Requests that a subtask works on at once.")
        int concurrency,

        @Setting(value = "3000", min = "1", doc = "Tokens of retrieved text that the chat model is given.")
        int evidenceTokens)
        implements Serializable {

    public QueryConfig {
        new Contradictions()
                .unless(
                        topK <= maxTopK,
                        "query.top-k",
                        "query.top-k must be at most query.max-top-k (%d), got '%d'".formatted(maxTopK, topK))
                .refuse();
    }
}
