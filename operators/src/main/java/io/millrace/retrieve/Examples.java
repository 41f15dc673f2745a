package io.millrace.retrieve;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * What chunks are wanted to be like, and unlike, as a request names it.
 *
 * @param positive what they shall be like
 * @param negative what they shall be unlike
 * @param strategy how they are compared; {@link RecommendStrategy#AVERAGE_VECTOR} needs a positive one, others any
 */
public record Examples(List<Example> positive, List<Example> negative, RecommendStrategy strategy)
        implements Serializable {
    public Examples {
        if (positive.isEmpty() && (negative.isEmpty() || strategy == RecommendStrategy.AVERAGE_VECTOR)) {
            throw new IllegalArgumentException("%s needs %s example, got %d positive and %d negative"
                    .formatted(
                            strategy.wireName(),
                            strategy == RecommendStrategy.AVERAGE_VECTOR ? "a positive" : "an",
                            positive.size(),
                            negative.size()));
        }
    }

    /** The values of all examples of a kind, each once. */
    List<String> ofKind(Kind kind) {
        return Stream.concat(positive.stream(), negative.stream())
                .filter(example -> example.kind() == kind)
                .map(Example::value)
                .distinct()
                .toList();
    }

    /**
     * One of them.
     *
     * @param value an id or a text, as its kind says; not blank
     */
    public record Example(Kind kind, String value) implements Serializable {
        /** Without the value: it may be a text. */
        @Override
        public String toString() {
            return "Example[" + kind.wireName() + "]";
        }
    }

    /** What an example is. */
    public enum Kind {
        /** All chunks of a document. */
        DOCUMENT("documentId"),
        /** A chunk. */
        CHUNK("chunkId"),
        /** A text as it might stand in a document. */
        TEXT("text");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        /** The field's name in JSON. */
        public String wireName() {
            return wireName;
        }
    }
}
