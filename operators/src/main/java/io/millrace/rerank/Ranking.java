package io.millrace.rerank;

import io.millrace.failure.Reason;
import io.millrace.retrieve.ScoredChunk;
import io.millrace.usage.Usage;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The best of what was found.
 *
 * @param chunks the best ones, best first
 * @param fallback why they are in the search's order, without rerank scores; null when the model ordered them. Its code
 *     is {@link #TIMEOUT}, {@link #REJECTED} or {@link #FAILED}.
 * @param usage what the calls took that were answered
 */
public record Ranking(List<RankedChunk> chunks, @Nullable Reason fallback, Usage usage) implements Serializable {
    /** The model didn't answer in time. */
    public static final String TIMEOUT = "rerank-timeout";
    /** The model refused what it was asked. */
    public static final String REJECTED = "rerank-rejected";
    /** The model couldn't be reached, was busy, or answered what can't be used. */
    public static final String FAILED = "rerank-failed";

    public Ranking {
        chunks = List.copyOf(chunks);
    }

    /** The first ones as they were found. */
    static Ranking asFound(List<ScoredChunk> candidates, int topK, @Nullable Reason fallback, Usage usage) {
        List<RankedChunk> chunks = candidates.stream()
                .limit(topK)
                .map(found -> new RankedChunk(found, null))
                .toList();
        return new Ranking(chunks, fallback, usage);
    }

    /** The best ones by score; of equal ones, the one that was found first. */
    static Ranking byScore(List<ScoredChunk> candidates, double[] scores, int topK, Usage usage) {
        List<RankedChunk> chunks = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer at) -> -scores[at]))
                .limit(topK)
                .map(at -> new RankedChunk(candidates.get(at), scores[at]))
                .toList();
        return new Ranking(chunks, null, usage);
    }
}
