package io.millrace.embed;

import java.io.Serializable;
import java.util.Locale;

/**
 * What decides whether two vectors can be compared. A collection is locked to one space.
 *
 * @param provider the provider's name, such as {@code openai}
 * @param model the model's name, as its provider spells it
 * @param revision which state of that model, as its provider names it; empty where nobody says
 * @param dimension numbers in a vector
 * @param distance how vectors are compared
 * @param normalised whether every vector of the model is known to have unit length
 * @param documentPrefix what is put before a document's text before it is embedded; empty for none
 * @param queryPrefix what is put before a question before it is embedded; empty for none
 */
public record VectorSpace(
        String provider,
        String model,
        String revision,
        int dimension,
        Distance distance,
        boolean normalised,
        String documentPrefix,
        String queryPrefix)
        implements Serializable {

    public VectorSpace {
        if (dimension < 1) {
            throw new IllegalArgumentException("a vector has at least one dimension, got " + dimension);
        }
    }

    /** A space of a model of which neither revision nor length of vectors is known. */
    public VectorSpace(
            String provider,
            String model,
            int dimension,
            Distance distance,
            String documentPrefix,
            String queryPrefix) {
        this(provider, model, "", dimension, distance, false, documentPrefix, queryPrefix);
    }

    /** The prefix of a mode. */
    public String prefix(EmbeddingMode mode) {
        return mode == EmbeddingMode.QUERY ? queryPrefix : documentPrefix;
    }

    /** The same model's space in another of its revisions. */
    public VectorSpace withRevision(String other) {
        return new VectorSpace(provider, model, other, dimension, distance, normalised, documentPrefix, queryPrefix);
    }

    /** The same vectors, compared in another way. */
    public VectorSpace withDistance(Distance other) {
        return new VectorSpace(provider, model, revision, dimension, other, normalised, documentPrefix, queryPrefix);
    }

    /** The same space of vectors that are known to have unit length, or aren't. */
    public VectorSpace withNormalised(boolean known) {
        return new VectorSpace(provider, model, revision, dimension, distance, known, documentPrefix, queryPrefix);
    }

    /**
     * Whether vectors of both spaces can be compared. Where only their angle counts, it doesn't matter what is known of
     * their length.
     */
    public boolean comparableWith(VectorSpace other) {
        return equals(distance == Distance.COSINE ? other.withNormalised(normalised) : other);
    }

    /** All but what is known of the vectors' length: knowing more of a model doesn't make other vectors. */
    public String identity() {
        return "%s/%s%s, %d dimensions, %s%s"
                .formatted(
                        provider,
                        model,
                        revision.isEmpty() ? "" : " of revision " + revision,
                        dimension,
                        distance.name().toLowerCase(Locale.ROOT),
                        documentPrefix.isEmpty() && queryPrefix.isEmpty()
                                ? ""
                                : ", prefixes '" + documentPrefix + "' and '" + queryPrefix + "'");
    }

    @Override
    public String toString() {
        return identity() + (normalised ? ", unit length" : "");
    }
}
