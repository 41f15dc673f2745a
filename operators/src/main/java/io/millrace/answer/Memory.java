package io.millrace.answer;

import io.millrace.answer.Answer.Status;
import io.millrace.answer.AnsweringRecipes.Kept;
import io.millrace.answer.kept.AnswerStore;
import io.millrace.answer.kept.Conversation;
import io.millrace.answer.kept.KeptAnswer;
import io.millrace.answer.kept.SimilarAnswer;
import io.millrace.answer.kept.Turn;
import io.millrace.embed.Vector;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the engine remembers of requests that it answered. Safe for use by many threads. */
final class Memory {
    private final AnswerStore store;
    private final Kept settings;
    private final Clock clock;
    /** What an answer depends on beside its request. */
    private final String setting;

    /**
     * @param store not closed here
     * @param models that make answers
     */
    Memory(AnswerStore store, Kept settings, String models, Clock clock) {
        this.store = store;
        this.settings = settings;
        this.setting = settings.setting() + "\n" + models;
        this.clock = clock;
    }

    /** Forgets what has been kept for as long as it should be. */
    CompletableFuture<Void> forget() {
        return store.forget(clock.instant().minus(settings.age()));
    }

    /**
     * The conversation that the request is a turn of, or null. One of other groups is another: what was said in it may be of
     * documents that these don't see.
     */
    static @Nullable Conversation conversation(Request request) {
        String id = request.conversation();
        if (id == null) {
            return null;
        }
        return new Conversation(request.tenant(), request.groups().isEmpty() ? id : id + "\n" + groups(request));
    }

    private static List<String> groups(Request request) {
        return request.groups().stream().sorted().map(Memory::quoted).toList();
    }

    /** Tokens that models took for the tenant's kept answers; see {@link AnswerStore#tokens}. */
    CompletableFuture<Long> tokens(@Nullable String tenant, Instant from, Instant until) {
        return store.tokens(tenant, from, until);
    }

    /** The answer that the request had already, if it is a replay. */
    CompletableFuture<@Nullable Answer> replayed(Request request) {
        return store.find(request.tenant(), request.id(), fingerprint(request))
                .thenApply(kept -> kept == null ? null : kept.answer());
    }

    /** What was said before in the request's conversation, oldest first. */
    CompletableFuture<List<Turn>> turns(Conversation conversation) {
        return store.turns(conversation, clock.instant().minus(settings.turnAge()), settings.turns());
    }

    /** The answer to a nearly equal question, if that is wanted and there is one. */
    CompletableFuture<@Nullable Answer> reused(Request request, @Nullable Vector question) {
        if (!settings.reuse() || question == null) {
            return CompletableFuture.completedFuture(null);
        }
        return store.similar(
                        question,
                        request.tenant(),
                        scope(request),
                        settings.similarity(),
                        clock.instant().minus(settings.reuseAge()))
                .thenApply(similar -> similar == null ? null : answerOf(similar));
    }

    private static @Nullable Answer answerOf(SimilarAnswer similar) {
        Answer answer = similar.kept().answer();
        return answer.status() == Status.ANSWERED && answer.reused() == null
                ? answer.reused(new Answer.Reused(answer.id(), similar.similarity()))
                : null;
    }

    /** Keeps an answer, if it is one that was paid for. */
    CompletableFuture<Void> keep(Request request, Answer answer, String question, @Nullable Vector vector) {
        long tokens = answer.usage().values().stream()
                .mapToLong(usage -> usage.inputTokens() + usage.outputTokens())
                .sum();
        Conversation conversation = conversation(request);
        boolean reusable = settings.reuse() && answer.status() == Status.ANSWERED && answer.reused() == null;
        return store.keep(
                new KeptAnswer(
                        answer,
                        fingerprint(request),
                        scope(request),
                        request.tenant(),
                        conversation == null ? null : conversation.id(),
                        question,
                        clock.instant(),
                        tokens),
                reusable ? vector : null);
    }

    /** Of all that the request asks for: a replay has the same, whatever the configuration became. */
    private static String fingerprint(Request request) {
        return hash(request.type() + quoted(request.question()) + quoted(request.conversation()) + asked(request));
    }

    /** Of all that an answer depends on but the question. */
    private String scope(Request request) {
        return hash(request.type() + asked(request) + setting);
    }

    private static String asked(Request request) {
        return quoted(request.tenant())
                + groups(request)
                + quoted(request.filter())
                + request.topK()
                + ","
                + request.minScore()
                + request.options()
                + images(request);
    }

    /** Nothing where there is none, as when requests had none. */
    private static String images(Request request) {
        StringBuilder images = new StringBuilder();
        request.images()
                .forEach(image -> images.append(quoted(image.mediaType()))
                        .append(quoted(image.data()))
                        .append(quoted(image.url())));
        return images.toString();
    }

    /** So that no two lists of texts look alike. */
    private static String quoted(@Nullable String text) {
        return text == null ? "-" : text.length() + ":" + text;
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
