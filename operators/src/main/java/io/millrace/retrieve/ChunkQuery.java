package io.millrace.retrieve;

import io.millrace.embed.Vector;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A search for chunks: for those nearest to a vector, for those with the words of a text, for both, blended by their
 * ranks, or for those that are like others.
 *
 * @param vector where to look; null to look for words alone
 * @param words a text whose words are looked for; null to look for the vector alone. At least one of both is given, or a
 *     likeness
 * @param filter what each chunk must satisfy
 * @param limit how many at the most, at least 1
 * @param minScore the least score that counts, or null for any: of a similarity, of a BM25 score, or of a blended rank,
 *     whichever orders the chunks
 * @param blend how ranks are blended, where both are given
 * @param diversity from 0, the nearest ones, to 1, those most unlike each other (maximal marginal relevance); null for no
 *     such choice. Needs a vector; scores are then similarities
 * @param onePerDocument whether only the best chunk of a document counts
 * @param likeness what to be like; then neither vector nor words are given. Chunks that are examples aren't found
 */
public record ChunkQuery(
        @Nullable Vector vector,
        @Nullable String words,
        Filter filter,
        int limit,
        @Nullable Double minScore,
        Blend blend,
        @Nullable Double diversity,
        boolean onePerDocument,
        @Nullable Likeness likeness) {

    public ChunkQuery {
        if ((vector == null && words == null) == (likeness == null)) {
            throw new IllegalArgumentException("a search is for a vector, for words, for both, or for a likeness");
        }
        if (diversity != null && vector == null) {
            throw new IllegalArgumentException("chunks are unlike each other by their vectors: none was given");
        }
    }

    /** Those nearest to a vector, with the words of a text, or both. */
    public ChunkQuery(
            @Nullable Vector vector,
            @Nullable String words,
            Filter filter,
            int limit,
            @Nullable Double minScore,
            Blend blend,
            @Nullable Double diversity,
            boolean onePerDocument) {
        this(vector, words, filter, limit, minScore, blend, diversity, onePerDocument, null);
    }

    /** Those that are like others. */
    public ChunkQuery(Likeness likeness, Filter filter, int limit, @Nullable Double minScore, boolean onePerDocument) {
        this(null, null, filter, limit, minScore, Blend.EVEN, null, onePerDocument, likeness);
    }

    /** Those nearest to a vector. */
    public ChunkQuery(Vector vector, Filter filter, int limit, @Nullable Double minScore) {
        this(vector, null, filter, limit, minScore, Blend.EVEN, null, false);
    }

    /**
     * How the ranks of two lists become one: by the weighted sum of their reciprocals (reciprocal rank fusion, Cormack et
     * al. 2009, with Qdrant's constant of 2).
     *
     * @param candidates chunks of each list that take part, at least
     * @param vector how much the vector's list counts; 0 or more
     * @param words how much the words' list counts; 0 or more
     */
    public record Blend(int candidates, double vector, double words) implements Serializable {
        /** A hundred of each, alike. */
        public static final Blend EVEN = new Blend(100, 1, 1);

        public Blend {
            if (candidates < 1 || !(vector >= 0) || !(words >= 0) || vector + words == 0) {
                throw new IllegalArgumentException(
                        "a blend has candidates and weights of 0 or more, not both 0, got %d, %s and %s"
                                .formatted(candidates, vector, words));
            }
        }
    }
}
