package io.millrace.embed;

import java.io.Serializable;

/**
 * What decides whether two vectors can be compared. A collection is locked to one space.
 *
 * @param provider the provider's name, such as {@code openai}
 * @param model the model's name, as its provider spells it
 * @param dimension numbers in a vector
 * @param distance how vectors are compared
 * @param documentPrefix what is put before a document's text before it is embedded; empty for none
 * @param queryPrefix what is put before a question before it is embedded; empty for none
 */
public record VectorSpace(
        String provider, String model, int dimension, Distance distance, String documentPrefix, String queryPrefix)
        implements Serializable {

    /** The prefix of a mode. */
    public String prefix(EmbeddingMode mode) {
        return mode == EmbeddingMode.QUERY ? queryPrefix : documentPrefix;
    }

    @Override
    public String toString() {
        return "%s/%s, %d dimensions, %s%s"
                .formatted(
                        provider,
                        model,
                        dimension,
                        distance.name().toLowerCase(java.util.Locale.ROOT),
                        documentPrefix.isEmpty() && queryPrefix.isEmpty()
                                ? ""
                                : ", prefixes '" + documentPrefix + "' and '" + queryPrefix + "'");
    }
}
