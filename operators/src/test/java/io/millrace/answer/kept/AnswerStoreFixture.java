package io.millrace.answer.kept;

import io.millrace.answer.Answer;
import io.millrace.answer.Answer.Status;
import io.millrace.answer.Citation;
import io.millrace.embed.Distance;
import io.millrace.embed.Vector;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.ClassifiedException;
import io.millrace.usage.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What the contracts of {@link AnswerStore} share: fresh collections, answers to keep, and calls that wait. */
public abstract class AnswerStoreFixture {
    protected static final VectorSpace SPACE = new VectorSpace("test", "unit", 2, Distance.COSINE, "", "");
    protected static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    protected static final String FINGERPRINT = "fingerprint";
    protected static final String SCOPE = "scope";

    private static final long PATIENCE_SECONDS = 60;

    private final Set<String> collections = new LinkedHashSet<>();
    private final List<AnswerStore> stores = new ArrayList<>();

    /** A store on the collection, which needn't exist; two stores on one name share it. */
    protected abstract AnswerStore open(String collection);

    /** Deletes the collection if it exists. */
    protected abstract void drop(String collection);

    @AfterEach
    final void closeTheStores() {
        stores.forEach(AnswerStore::close);
        collections.forEach(this::drop);
    }

    /** A name that no collection has. */
    protected final String freshName() {
        String name = "answers-" + UUID.randomUUID();
        collections.add(name);
        return name;
    }

    /** A store that is closed after the test. */
    protected final AnswerStore opened(String collection) {
        AnswerStore store = open(collection);
        stores.add(store);
        return store;
    }

    /** A store on a new, empty collection of {@link #SPACE}. */
    protected final AnswerStore freshStore() {
        AnswerStore store = opened(freshName());
        store.ensure(SPACE);
        return store;
    }

    /** An answer without tenant or conversation, kept at noon. */
    protected static KeptAnswer answer(String requestId) {
        return new KeptAnswer(
                said(requestId, "The answer to " + requestId),
                FINGERPRINT,
                SCOPE,
                null,
                null,
                "What of " + requestId + "?",
                NOON,
                7);
    }

    protected static Answer said(String requestId, @Nullable String text) {
        Citation citation =
                new Citation(1, "d", "c", "https://d", "T", List.of("H"), "quoted", 3, 9, 2, 0.25, "{\"year\":2026}");
        return new Answer(
                requestId,
                Status.ANSWERED,
                text,
                "generated",
                List.of(citation),
                List.of(),
                Map.of("chat", "m"),
                Map.of("chat", new Usage(1, 2, 3)),
                Map.of("total", 1.5),
                null);
    }

    protected static KeptAnswer of(@Nullable String tenant, KeptAnswer answer) {
        return with(answer, tenant, answer.conversation(), answer.keptAt());
    }

    protected static KeptAnswer in(String conversation, KeptAnswer answer) {
        return with(answer, answer.tenant(), conversation, answer.keptAt());
    }

    protected static KeptAnswer at(Instant keptAt, KeptAnswer answer) {
        return with(answer, answer.tenant(), answer.conversation(), keptAt);
    }

    private static KeptAnswer with(
            KeptAnswer answer, @Nullable String tenant, @Nullable String conversation, Instant keptAt) {
        return new KeptAnswer(
                answer.answer(),
                answer.fingerprint(),
                answer.scope(),
                tenant,
                conversation,
                answer.question(),
                keptAt,
                answer.tokens());
    }

    protected static void keep(AnswerStore store, KeptAnswer... answers) {
        for (KeptAnswer answer : answers) {
            get(store.keep(answer, null));
        }
    }

    protected static Vector vector(double degrees) {
        double angle = Math.toRadians(degrees);
        return new Vector(new float[] {(float) Math.cos(angle), (float) Math.sin(angle)});
    }

    protected static <T extends @Nullable Object> T get(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** The failure that the future ends with; fails the test when it ends well. */
    protected static ClassifiedException failure(CompletableFuture<?> future) {
        Throwable failure = future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .handle((value, thrown) -> thrown)
                .join();
        if (failure == null) {
            throw new AssertionError("expected a failure, and the call went well");
        }
        return ClassifiedException.of(failure);
    }
}
