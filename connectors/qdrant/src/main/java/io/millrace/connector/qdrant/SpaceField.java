package io.millrace.connector.qdrant;

import io.millrace.embed.Distance;
import io.millrace.embed.VectorSpace;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One part of a vector space, as a message names it.
 *
 * @param name what it is
 * @param key the configuration key that decides it
 * @param value how a space has it
 */
record SpaceField(String name, String key, Function<VectorSpace, String> value) {
    private static final List<SpaceField> ALL = List.of(
            new SpaceField("provider", "embedding.provider", space -> quoted(space.provider())),
            new SpaceField("model", "embedding.model", space -> quoted(space.model())),
            new SpaceField(
                    "revision",
                    "embedding.revision",
                    space -> space.revision().isEmpty() ? "not stated" : quoted(space.revision())),
            new SpaceField("dimension", "embedding.dimension", space -> String.valueOf(space.dimension())),
            new SpaceField("distance", "embedding.distance", space -> VectorName.wireName(space.distance())),
            new SpaceField(
                    "length of vectors",
                    "embedding.model",
                    space -> space.normalised() ? "one" : "not known to be one"),
            new SpaceField("document prefix", "embedding.document-prefix", space -> quoted(space.documentPrefix())),
            new SpaceField("query prefix", "embedding.query-prefix", space -> quoted(space.queryPrefix())));

    /** What keeps vectors of the two from being compared, each with its key. */
    static List<String> differences(VectorSpace there, VectorSpace here) {
        VectorSpace beside = there.distance() == Distance.COSINE ? here.withNormalised(there.normalised()) : here;
        return ALL.stream().flatMap(field -> field.difference(there, beside)).toList();
    }

    private Stream<String> difference(VectorSpace there, VectorSpace here) {
        String one = value.apply(there);
        String other = value.apply(here);
        return one.equals(other)
                ? Stream.of()
                : Stream.of("%s %s there, %s here (%s)".formatted(name, one, other, key));
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }
}
