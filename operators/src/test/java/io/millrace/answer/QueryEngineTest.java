package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.answer.Answer.Status;
import io.millrace.chunk.Chunk;
import io.millrace.document.Metadata;
import io.millrace.document.Origin;
import io.millrace.embed.EmbeddingBatcher;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.HashingEmbeddingModel;
import io.millrace.failure.Backoff;
import io.millrace.failure.FatalException;
import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import io.millrace.failure.Retrier;
import io.millrace.failure.TransientException;
import io.millrace.index.Chunks;
import io.millrace.index.CollectionSpec;
import io.millrace.index.FieldType;
import io.millrace.index.InMemoryVectorStore;
import io.millrace.index.IndexOperation;
import io.millrace.usage.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryEngineTest {
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));

    private final HashingEmbeddingModel model = new HashingEmbeddingModel();
    private final EmbeddingBatcher questions = new EmbeddingBatcher(model, EmbeddingMode.QUERY, QUICK);
    private final EmbeddingBatcher sentences = new EmbeddingBatcher(model, EmbeddingMode.DOCUMENT, QUICK);
    private final InMemoryVectorStore store = new InMemoryVectorStore();
    private final Retrier retrier = new Retrier(QUICK);

    @BeforeEach
    void fillTheStore() {
        store.ensureCollection(new CollectionSpec("docs", model.space(), Map.of("metadata.year", FieldType.INTEGER)));
        index(Chunks.chunk("wheel", null, "r", "The mill wheel turns the stones.", new Metadata("{\"year\":2024}")));
        index(Chunks.chunk("river", null, "r", "The river floods every spring.", new Metadata("{\"year\":2025}")));
        index(Chunks.chunk("secret", "acme", "r", "The mill belongs to acme alone.", Metadata.EMPTY));
    }

    @AfterEach
    void close() {
        questions.close();
        sentences.close();
        retrier.close();
    }

    @Test
    void findsTheNearestChunks() {
        Answer answer = answer(search("which river floods in spring", "{}", 2));

        assertThat(answer.status()).isEqualTo(Status.ANSWERED);
        assertThat(answer.results()).hasSize(2).first().returns("river", Citation::documentId);
        assertThat(answer.timings()).containsKeys("validate", "embed", "retrieve", "total");
        assertThat(answer.usage()).containsEntry("embedding", new Usage(1, 5, 0));
    }

    @Test
    void answersInTheDocumentsOwnWords() {
        Answer answer = answer(ask("what does the mill wheel turn"));

        assertThat(answer.style()).isEqualTo("extractive");
        assertThat(answer.answer()).startsWith("“The mill wheel turns the stones.” [1]");
        assertThat(answer.citations().get(0))
                .returns("wheel", Citation::documentId)
                .returns("The mill wheel turns the stones.", Citation::text);
    }

    @Test
    void appliesFilters() {
        Answer answer = answer(search("river wheel mill", "{\"metadata.year\": {\"lt\": 2025}}", 5));

        assertThat(answer.results()).extracting(Citation::documentId).containsExactly("wheel");
    }

    @Test
    void keepsToTheTenant() {
        Request request = new Request(
                "r", Request.Type.SEARCH, "mill", "acme", "{}", 5, null, Origin.ofTopic("requests", 0, 0, 0));

        assertThat(answer(request).results()).extracting(Citation::documentId).containsExactly("secret");
    }

    @Test
    void refusesImagesWhereNoChatModelLooksAtThem() {
        Answer answer = answer(ask("what is this").showing(List.of(new Request.Shown("image/png", "iVBO", null))));

        assertThat(answer.status()).isEqualTo(Status.REJECTED);
        assertThat(answer.error())
                .isEqualTo(new Reason(
                        "images-off",
                        "'images' can't be given here: no chat model is configured that could look at them"
                                + " (chat.provider)"));
    }

    @Test
    void refusesAFilterOnAFieldThatIsNotIndexed() {
        Answer answer = answer(search("river", "{\"metadata.yaer\": 2025}", 5));

        assertThat(answer.status()).isEqualTo(Status.REJECTED);
        assertThat(answer.error())
                .extracting(Reason::message)
                .asString()
                .startsWith("Unknown filter field 'metadata.yaer'. Known: ");
    }

    @Test
    void saysThatNothingWasFound() {
        Answer answer = answer(
                new Request("r", Request.Type.ASK, "mill", null, "{}", 5, 0.9999, Origin.ofTopic("requests", 0, 0, 0)));

        assertThat(answer.status()).isEqualTo(Status.INSUFFICIENT_CONTEXT);
    }

    @Test
    void waitsOutPassingTrouble() {
        model.failNext(new TransientException("unavailable", "try later", null));
        store.failNext(new TransientException("unavailable", "try later", null));

        assertThat(answer(search("river", "{}", 1)).status()).isEqualTo(Status.ANSWERED);
    }

    @Test
    void answersThatItFailedWhenTimeIsUp() {
        model.hold();

        Answer answer = engine(null, Duration.ofMillis(50))
                .answer(search("river", "{}", 1), part -> {})
                .orTimeout(30, TimeUnit.SECONDS)
                .join();

        assertThat(answer.status()).isEqualTo(Status.FAILED);
        assertThat(answer.error()).isEqualTo(new Reason("timeout", "no answer within 50 ms (query.timeout)"));
        model.release();
    }

    @Test
    void answersThatAQuestionWasRejected() {
        model.failNext(new RejectedException("too-long", "the text is too long"));

        Answer answer = answer(search("river", "{}", 1));

        assertThat(answer.status()).isEqualTo(Status.REJECTED);
        assertThat(answer.error()).isEqualTo(new Reason("too-long", "the text is too long"));
    }

    @Test
    void failsTheJobForWhatAPersonMustMend() {
        model.failNext(new FatalException("wrong-key", "embedding.api-key isn't right"));

        assertThatThrownBy(() -> answer(search("river", "{}", 1))).hasRootCauseMessage("embedding.api-key isn't right");
    }

    @Test
    void answersWithAChatModel() {
        Answer answer = engine(new FixedChatModel("Stones [1]."), Duration.ofSeconds(30))
                .answer(ask("what does the mill wheel turn"), part -> {})
                .join();

        assertThat(answer.answer()).isEqualTo("Stones [1].");
        assertThat(answer.style()).isEqualTo("generated");
        assertThat(answer.models()).containsEntry("chat", "fixed/one-reply");
        assertThat(answer.usage()).containsKeys("chat", "embedding");
    }

    private void index(Chunk chunk) {
        store.apply(List.of(IndexOperation.put(Chunks.ORIGIN, chunk)
                        .withVector(model.embed(List.of(chunk.text()), EmbeddingMode.DOCUMENT)
                                .join()
                                .vectors()
                                .get(0))))
                .join();
    }

    private Answer answer(Request request) {
        return engine(null, Duration.ofSeconds(30))
                .answer(request, part -> {})
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private QueryEngine engine(@Nullable ChatModel chat, Duration timeout) {
        Answerer answerer = chat == null
                ? new ExtractiveAnswerer(
                        sentences, model.tokenCounter(), model.limits().tokensPerInput())
                : new ChatAnswerer(chat, model.tokenCounter(), 1000, 100);
        return new QueryEngine(
                QueryStages.of(
                        new QueryStages.EmbeddingStage(
                                "hashing/words", questions, sentences, model.tokenCounter(), model.limits()),
                        store,
                        answerer,
                        retrier),
                QueryRules.within(timeout),
                retrier);
    }

    private static Request search(String question, String filter, int topK) {
        return new Request(
                "r", Request.Type.SEARCH, question, null, filter, topK, null, Origin.ofTopic("requests", 0, 0, 0));
    }

    private static Request ask(String question) {
        return new Request("r", Request.Type.ASK, question, null, "{}", 2, null, Origin.ofTopic("requests", 0, 0, 0));
    }
}
