package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.answer.Answer.Status;
import io.millrace.document.Origin;
import io.millrace.embed.EmbeddingBatcher;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.HashingEmbeddingModel;
import io.millrace.failure.Backoff;
import io.millrace.failure.Reason;
import io.millrace.failure.Retrier;
import io.millrace.failure.TransientException;
import io.millrace.index.Chunks;
import io.millrace.index.CollectionSpec;
import io.millrace.index.InMemoryVectorStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryEngineTimeTest {
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));

    private final HashingEmbeddingModel model = new HashingEmbeddingModel();
    private final EmbeddingBatcher questions = new EmbeddingBatcher(model, EmbeddingMode.QUERY, QUICK);
    private final InMemoryVectorStore store = new InMemoryVectorStore();
    private final Retrier retrier = new Retrier(QUICK);
    private final FixedChatModel chat = new FixedChatModel("Stones [1].");

    @BeforeEach
    void fillTheStore() {
        store.ensureCollection(new CollectionSpec("docs", model.space(), Map.of()));
        store.apply(List.of(Chunks.put(Chunks.chunk("d", "The wheel turns."), new float[64])))
                .join();
    }

    @AfterEach
    void close() {
        questions.close();
        retrier.close();
    }

    @Test
    void asksNoChatModelOnceTheRequestWasAnsweredAsFailed() {
        model.hold();

        Answer answer = answer("{}", Duration.ofMillis(50));
        // Runs the rest of the request on this thread, with nobody left to wait for it.
        model.release();

        assertThat(answer.error()).isEqualTo(new Reason("timeout", "no answer within 50 ms (query.timeout)"));
        assertThat(chat.prompts()).isEmpty();
    }

    @Test
    void givesUpTheChatModelsCallOnceTheRequestIsAnsweredAsFailed() throws Exception {
        DictatedChatModel slow = new DictatedChatModel();

        Answer answer = answer(slow, "{}", Duration.ofMillis(50));

        assertThat(answer.error()).isEqualTo(new Reason("timeout", "no answer within 50 ms (query.timeout)"));
        assertThatThrownBy(() -> slow.next().reply().get(30, TimeUnit.SECONDS))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void asksTheChatModelNoFurtherTimeOnceTheRequestIsAnsweredAsFailed() throws Exception {
        DictatedChatModel slow = new DictatedChatModel();
        Answer answer = answer(slow, "{}", Duration.ofMillis(50));
        DictatedChatModel.Call call = slow.next();

        call.fail(new TransientException("unavailable", "try later", null));
        retrier.within(Duration.ofMillis(20), new CompletableFuture<>())
                .handle((value, late) -> late)
                .join();

        assertThat(answer.status()).isEqualTo(Status.FAILED);
        assertThat(slow.isIdle()).isTrue();
    }

    @Test
    void failsAsTheStoreDidWhereTheStoreAsksForMoreTimeThanThereIs() {
        store.failNext(new TransientException("unavailable", "try tomorrow", Duration.ofDays(1), null));

        Answer answer = answer("{}", Duration.ofSeconds(30));

        assertThat(answer.status()).isEqualTo(Status.FAILED);
        assertThat(answer.error()).isEqualTo(new Reason("unavailable", "try tomorrow"));
    }

    @Test
    void answersARequestWhoseFilterCannotBeRead() {
        Answer answer = answer("[]", Duration.ofSeconds(30));

        assertThat(answer.status()).isEqualTo(Status.REJECTED);
        assertThat(answer.error())
                .isEqualTo(
                        new Reason("invalid-filter", "'filter' must be an object of fields and conditions, got array"));
    }

    private Answer answer(String filter, Duration timeout) {
        return answer(chat, filter, timeout);
    }

    private Answer answer(ChatModel writer, String filter, Duration timeout) {
        QueryEngine engine = new QueryEngine(
                QueryStages.of(
                        new QueryStages.EmbeddingStage(
                                "hashing/words", questions, questions, model.tokenCounter(), model.limits()),
                        store,
                        new ChatAnswerer(writer, model.tokenCounter(), 1000, 100),
                        retrier),
                QueryRules.within(timeout),
                retrier);
        Request request =
                new Request("r", Request.Type.ASK, "wheel", null, filter, 5, null, Origin.ofTopic("requests", 0, 0, 0));
        return engine.answer(request, part -> {})
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
