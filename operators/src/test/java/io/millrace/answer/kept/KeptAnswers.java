package io.millrace.answer.kept;

import io.millrace.embed.Distance;
import io.millrace.embed.Vector;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What several {@link InMemoryAnswerStore}s share. Safe for use by many threads. */
final class KeptAnswers {
    /** What one answer is kept by. */
    record Key(@Nullable String tenant, String requestId, String fingerprint) {}

    /** An answer and the vector of its question. */
    record Entry(KeptAnswer answer, @Nullable Vector question) {}

    private final Map<Key, Entry> entries = new HashMap<>();
    private @Nullable VectorSpace space;

    synchronized void lock(VectorSpace questions) {
        VectorSpace wanted = questions.withDistance(Distance.COSINE);
        if (space == null) {
            space = wanted;
        }
        if (!space.comparableWith(wanted)) {
            throw new FatalException(
                    "vector-space-mismatch",
                    "The kept answers have vectors of %s, and this job makes vectors of %s".formatted(space, wanted));
        }
    }

    synchronized void requireEnsured() {
        space();
    }

    private VectorSpace space() {
        if (space == null) {
            throw new FatalException("collection-not-found", "The collection of kept answers doesn't exist");
        }
        return space;
    }

    synchronized void put(KeptAnswer answer, @Nullable Vector question) {
        if (question != null && question.dimension() != space().dimension()) {
            throw new FatalException(
                    "wrong-dimension",
                    "The kept answers take vectors of %d dimensions, got %d"
                            .formatted(space().dimension(), question.dimension()));
        }
        entries.put(new Key(answer.tenant(), answer.requestId(), answer.fingerprint()), new Entry(answer, question));
    }

    synchronized @Nullable Entry get(Key key) {
        return entries.get(key);
    }

    synchronized Stream<Entry> all() {
        return new ArrayList<>(entries.values()).stream();
    }

    synchronized void removeIf(Predicate<KeptAnswer> condition) {
        entries.values().removeIf(entry -> condition.test(entry.answer()));
    }
}
