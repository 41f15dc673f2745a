package io.millrace.job.config;

import io.millrace.job.config.bind.Contradictions;
import io.millrace.job.config.bind.Setting;
import io.millrace.retrieve.SearchMode;
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
        int evidenceTokens,

        @Setting(
                value = "auto",
                doc =
                        "What chunks are found by when a request doesn't say: `dense`, their vectors; `sparse`, their words;"
                                + " `hybrid`, both, blended by their ranks. `auto` is `hybrid` where the collection has sparse vectors"
                                + " and no least score is asked for, which is one of similarity; else `dense`.")
        SearchMode mode,

        @Setting(
                value = "100",
                min = "1",
                max = "10000",
                doc = "Chunks of each of both lists that `hybrid` blends, and those that `diversity` chooses from.")
        int candidates,

        @Setting(
                value = "1",
                min = "0",
                doc = "How much the vectors' list counts in `hybrid`. Others than 1 need Qdrant 1.17.")
        double vectorWeight,

        @Setting(value = "1", min = "0", doc = "How much the words' list counts in `hybrid`.")
        double wordsWeight,

        @Setting(
                value = "0",
                min = "0",
                max = "10",
                doc = "Chunks before and after each one that are read along with it, when a request doesn't say.")
        int neighbours,

        @Setting(doc = "What a tenant may take.") LimitsConfig limits)
        implements Serializable {

    public QueryConfig {
        new Contradictions()
                .unless(
                        topK <= maxTopK,
                        "query.top-k",
                        "query.top-k must be at most query.max-top-k (%d), got '%d'".formatted(maxTopK, topK))
                .unless(
                        vectorWeight + wordsWeight > 0,
                        "query.words-weight",
                        "query.vector-weight and query.words-weight must not both be 0: nothing would count")
                .unless(
                        limits.concurrentRequests() == null || limits.concurrentRequests() < concurrency,
                        "query.limits.concurrent-requests",
                        "query.limits.concurrent-requests must be less than query.concurrency (%d), since all requests of a tenant come to one subtask, got '%d'"
                                .formatted(concurrency, limits.concurrentRequests()))
                .refuse();
    }
}
