package io.millrace.answer.kept;

import io.millrace.embed.Vector;
import io.millrace.embed.VectorSpace;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Answers that were paid for: to be sent again when their request is replayed, as the history of a conversation, and for
 * questions that are nearly the same. Safe for use by many threads.
 *
 * <p>A tenant's answers are found with that tenant alone. No tenant ({@code null}) is one more owner beside the tenants,
 * not all of them.
 *
 * <p>What was kept with success is found by every call that begins after it, whoever makes it, and after a restart too.
 * A kept answer that can't be read, being of a later format or damaged, counts as none. Times are compared to the
 * millisecond.
 *
 * <p>Futures fail with a {@link io.millrace.failure.ClassifiedException}; nothing is retried here.
 */
public interface AnswerStore extends AutoCloseable {
    /**
     * Creates the collection with its indexes when it is absent; otherwise checks that questions of this space can be
     * compared with those in it, and adds indexes that it lacks. Blocks. Twice, or in two jobs at once, is the same as
     * once. Comes before all else.
     *
     * @param questions the space of the questions' vectors; here they are compared by cosine, whatever its distance
     * @throws io.millrace.failure.FatalException when the collection is of another space (naming both) or no collection
     *     of answers, or the store refuses
     * @throws io.millrace.failure.TransientException when the store can't be reached
     */
    void ensure(VectorSpace questions);

    /**
     * The answer to a request, or null when none is kept. The same id with another fingerprint is another request.
     *
     * @param tenant whose request it is, or null for one of no tenant
     * @param requestId the request's id
     * @param fingerprint as it was kept with
     */
    CompletableFuture<@Nullable KeptAnswer> find(@Nullable String tenant, String requestId, String fingerprint);

    /**
     * Keeps an answer. When the future completes, it is durable and found. What was kept of the same tenant, request id
     * and fingerprint is replaced.
     *
     * @param question the vector of {@link KeptAnswer#question()}, in query mode; null for an answer that {@link
     *     #similar} is never to find
     */
    CompletableFuture<Void> keep(KeptAnswer answer, @Nullable Vector question);

    /**
     * The newest turns of a conversation, oldest first; of turns of one moment, in the order of the request ids.
     *
     * @param since turns before it don't count
     * @param limit at the most so many, at least 1
     */
    CompletableFuture<List<Turn>> turns(Conversation conversation, Instant since, int limit);

    /**
     * The kept answer whose question is nearest, or null when none is near enough.
     *
     * @param question in query mode, of the space that was ensured
     * @param tenant whose answers may be found, or null for those of no tenant
     * @param scope the scope that it was kept with
     * @param minSimilarity the least cosine that counts, from -1 to 1
     * @param since answers that were kept before it don't count
     */
    CompletableFuture<@Nullable SimilarAnswer> similar(
            Vector question, @Nullable String tenant, String scope, double minSimilarity, Instant since);

    /**
     * The sum of {@link KeptAnswer#tokens()} of a tenant's answers. It takes a call for some thousands of answers: it is
     * for now and then, not for each request.
     *
     * @param tenant whose, or null for those of no tenant
     * @param from the first moment that counts
     * @param until the first that no longer does
     */
    CompletableFuture<Long> tokens(@Nullable String tenant, Instant from, Instant until);

    /** Removes what was kept before a moment, of all tenants. */
    CompletableFuture<Void> forget(Instant before);

    /** Later calls fail. Closing twice is the same as once. */
    @Override
    void close();
}
