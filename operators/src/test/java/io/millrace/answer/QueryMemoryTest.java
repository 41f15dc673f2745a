package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.answer.Answer.Status;
import io.millrace.answer.kept.AnswerStore;
import io.millrace.answer.kept.InMemoryAnswerStore;
import io.millrace.answer.kept.KeptAnswer;
import io.millrace.chunk.EmbeddingText;
import io.millrace.document.Metadata;
import io.millrace.document.Origin;
import io.millrace.embed.EmbeddingBatcher;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.HashingEmbeddingModel;
import io.millrace.embed.Vector;
import io.millrace.failure.Backoff;
import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import io.millrace.failure.Retrier;
import io.millrace.failure.TransientException;
import io.millrace.index.Chunks;
import io.millrace.index.CollectionSpec;
import io.millrace.index.FieldType;
import io.millrace.index.InMemoryVectorStore;
import io.millrace.index.IndexOperation;
import io.millrace.retrieve.SearchMode;
import io.millrace.retrieve.SearchOptions;
import io.millrace.sparse.Language;
import io.millrace.sparse.SparseSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the engine remembers, whom it lets see what, and how it searches. */
class QueryMemoryTest {
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));
    private static final SearchOptions DENSE = new SearchOptions(SearchMode.DENSE, null, false, 0);
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-28T12:00:00Z"), ZoneOffset.UTC);

    private final HashingEmbeddingModel model = new HashingEmbeddingModel();
    private final EmbeddingBatcher questions = new EmbeddingBatcher(model, EmbeddingMode.QUERY, QUICK);
    private final EmbeddingBatcher sentences = new EmbeddingBatcher(model, EmbeddingMode.DOCUMENT, QUICK);
    private final InMemoryVectorStore store = new InMemoryVectorStore();
    private final InMemoryAnswerStore answers = new InMemoryAnswerStore();
    private final Retrier retrier = new Retrier(QUICK);
    private final FixedChatModel chat = new FixedChatModel("Stones [1].");

    @BeforeEach
    void fillTheStore() {
        answers.ensure(model.space());
        store.ensureCollection(new CollectionSpec("docs", model.space(), Map.of("metadata.groups", FieldType.KEYWORD))
                .withSparse(new SparseSpec(Language.ENGLISH, EmbeddingText.NONE)));
        index("wheel", null, "The mill wheel turns the stones.", "staff");
        index("river", null, "The river floods every spring.", "public");
        index("secret", "acme", "The mill belongs to acme alone.", "staff");
    }

    @AfterEach
    void close() {
        questions.close();
        sentences.close();
        retrier.close();
    }

    @Test
    void aReplayedRequestGetsItsAnswerAgainAndCallsNoModel() {
        Answer first = answer(engine(true), ask("r1", "what does the wheel turn", null, null));
        int calls = chat.prompts().size();
        long embedded = questions.counts().requests();

        Answer again = answer(engine(true), ask("r1", "what does the wheel turn", null, null));

        assertThat(again).isEqualTo(first);
        assertThat(chat.prompts()).hasSize(calls);
        assertThat(questions.counts().requests()).isEqualTo(embedded);
    }

    @Test
    void aReplayedBatchPaysOnlyForTheQuestionsThatHadNoAnswer() {
        Request.Asked wheel = new Request.Asked("what does the wheel turn", null);
        Request batch = AnsweredMill.batch("b", wheel, new Request.Asked("when does the river flood", null));
        batchAnswer(AnsweredMill.batch("b", wheel));

        Answer first = batchAnswer(batch);
        assertThat(chat.prompts()).hasSize(2);
        Answer again = batchAnswer(batch);

        assertThat(chat.prompts()).hasSize(2);
        assertThat(again.answers()).isEqualTo(first.answers()).hasSize(2);
    }

    @Test
    void anotherRequestOfTheSameIdIsNoReplay() {
        answer(engine(true), ask("r1", "what does the wheel turn", null, null));
        answer(engine(true), ask("r1", "when does the river flood", null, null));
        answer(engine(true), ask("r1", "what does the wheel turn", "acme", null));
        Request shown = ask("r1", "what does the wheel turn", null, null)
                .showing(List.of(new Request.Shown("image/png", "iVBO", null)));
        answer(engine(true), shown);
        answer(engine(true), shown);

        assertThat(chat.prompts()).hasSize(4);
        assertThat(chat.prompts().get(3).messages().get(0).images()).hasSize(1);
    }

    @Test
    void noTwoRequestsLookAlike() {
        answer(engine(true), ask("r1", "what turns\nthe wheel", null, null));
        answer(engine(true), ask("r1", "what turns", null, "the wheel\nnull"));

        assertThat(chat.prompts()).hasSize(2);
    }

    @Test
    void anAnswerThatCannotBeKeptIsStillOneAndSaysSo() {
        AnswerStore broken = new InMemoryAnswerStore() {
            @Override
            public CompletableFuture<Void> keep(KeptAnswer answer, @Nullable Vector question) {
                return CompletableFuture.failedFuture(new RejectedException("too-large", "the answer is too large"));
            }
        };
        broken.ensure(model.space());

        Answer answer =
                answer(engine(broken, true, AccessRules.OPEN), ask("r1", "what does the wheel turn", null, null));

        assertThat(answer.status()).isEqualTo(Status.ANSWERED);
        assertThat(answer.notices()).extracting(Reason::code).containsExactly("not-kept");
    }

    @Test
    void passingTroubleWhileItIsKeptIsWaitedOut() {
        answers.failNext(new TransientException("unavailable", "try later", null));

        assertThat(answer(engine(true), ask("r1", "what does the wheel turn", null, null))
                        .notices())
                .isEmpty();
    }

    @Test
    void aFollowUpIsMadeToStandByItself() {
        FixedChatModel rewriting = new FixedChatModel("What does the wheel turn?");
        QueryEngine engine = engine(rewriting, answers, false, AccessRules.OPEN);
        answer(engine(true), ask("r1", "tell me of the mill wheel", null, "c"));

        Answer answer = answer(engine, ask("r2", "what does it turn", null, "c"));

        assertThat(answer.question()).isEqualTo("What does the wheel turn?");
        assertThat(rewriting.prompts().get(0).messages())
                .extracting(ChatModel.Message::text)
                .containsExactly("tell me of the mill wheel", "Stones [1].", "what does it turn");
        assertThat(answer.usage()).containsKey("condense");
    }

    @Test
    void withoutAChatModelTheQuestionBeforeLendsItsWords() {
        QueryEngine engine = engine(null, answers, false, AccessRules.OPEN);
        answer(engine, ask("r1", "tell me of the mill wheel", null, "c"));

        assertThat(answer(engine, ask("r2", "what does it turn", null, "c")).question())
                .isEqualTo("tell me of the mill wheel what does it turn");
    }

    @Test
    void anotherTenantsConversationOfTheSameNameIsAnother() {
        answer(engine(true), ask("r1", "tell me of the mill wheel", null, "c"));

        assertThat(answer(engine(true), ask("r2", "what does it turn", "acme", "c"))
                        .question())
                .isNull();
    }

    @Test
    void aConversationOfOtherGroupsIsAnother() {
        QueryEngine engine = engine(chat, answers, false, new AccessRules(false, "metadata.groups"));
        answer(engine, request("r1", Request.Type.ASK, "tell me of the mill", null, DENSE, List.of("staff"), "c"));

        Answer others =
                answer(engine, request("r2", Request.Type.ASK, "what is it", null, DENSE, List.of("public"), "c"));
        Answer own = answer(engine, request("r3", Request.Type.ASK, "what is it", null, DENSE, List.of("staff"), "c"));

        assertThat(others.question())
                .as("what others were told stays with them")
                .isNull();
        assertThat(own.question()).isEqualTo("Stones [1].");
    }

    @Test
    void aQuestionThatIsNearlyTheSameMayGetTheSameAnswer() {
        answer(engine(true), ask("r1", "what does the mill wheel turn", null, null));

        Answer answer = answer(engine(true), ask("r2", "what does the mill wheel turn?", null, null));

        assertThat(answer.id()).isEqualTo("r2");
        assertThat(answer.answer()).isEqualTo("Stones [1].");
        assertThat(answer.reused())
                .isNotNull()
                .extracting(Answer.Reused::requestId)
                .isEqualTo("r1");
        assertThat(chat.prompts()).hasSize(1);
        assertThat(answer.usage()).containsOnlyKeys("embedding");
    }

    @Test
    void noAnswerIsReusedForAnotherTenantOrOtherOptionsOrWhereItIsNotWanted() {
        answer(engine(true), ask("r1", "what does the mill wheel turn", null, null));

        answer(engine(true), ask("r2", "what does the mill wheel turn", "acme", null));
        answer(engine(true), searching("r3", Request.Type.ASK, "what does the mill wheel turn", SearchMode.DENSE));
        answer(engine(false), ask("r4", "what does the mill wheel turn", null, null));

        assertThat(chat.prompts()).hasSize(4);
    }

    @Test
    void searchesByBothWhereTheCollectionCan() {
        Answer both = answer(engine(true), searching("r", Request.Type.SEARCH, "spring", SearchMode.AUTO));
        Answer words = answer(engine(true), searching("r", Request.Type.SEARCH, "spring", SearchMode.SPARSE));

        // First in both lists of reciprocal ranks: 1/2 + 1/2.
        assertThat(both.results().get(0).score()).isCloseTo(1, within(1e-9));
        assertThat(words.results()).extracting(Citation::documentId).containsExactly("river");
        assertThat(words.models()).as("no vector was needed").doesNotContainKey("embedding");
    }

    @Test
    void aRequestSeesWhatItsGroupsMay() {
        QueryEngine engine = engine(chat, answers, false, new AccessRules(false, "metadata.groups"));

        assertThat(answer(engine, grouped("public")).results())
                .extracting(Citation::documentId)
                .containsExactly("river");
        assertThat(answer(engine, grouped("staff", "public")).results())
                .extracting(Citation::documentId)
                .containsExactlyInAnyOrder("river", "wheel", "secret");
        assertThat(answer(engine, grouped()).results()).isEmpty();
    }

    @Test
    void aRequestWithoutATenantSeesNothingWhereOneIsRequired() {
        QueryEngine engine = engine(chat, answers, false, new AccessRules(true, null));

        assertThat(answer(engine, searching("r", Request.Type.SEARCH, "mill", SearchMode.DENSE))
                        .results())
                .isEmpty();
    }

    private void index(String id, @Nullable String tenant, String text, String group) {
        var chunk = Chunks.chunk(id, tenant, "r", text, new Metadata("{\"groups\":[\"" + group + "\"]}"));
        store.apply(List.of(IndexOperation.put(Chunks.ORIGIN, chunk)
                        .withVector(model.embed(List.of(text), EmbeddingMode.DOCUMENT)
                                .join()
                                .vectors()
                                .get(0))))
                .join();
    }

    private static Answer answer(QueryEngine engine, Request request) {
        return engine.answer(request, AnswerParts.UNWANTED)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private Answer batchAnswer(Request batch) {
        return BatchAnswer.of(engine(false), batch, AnswerParts.UNWANTED, 2)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private QueryEngine engine(boolean reuse) {
        return engine(chat, answers, reuse, AccessRules.OPEN);
    }

    private QueryEngine engine(AnswerStore kept, boolean reuse, AccessRules access) {
        return engine(chat, kept, reuse, access);
    }

    private QueryEngine engine(@Nullable ChatModel writer, AnswerStore kept, boolean reuse, AccessRules access) {
        Answerer answerer = writer == null
                ? new ExtractiveAnswerer(
                        sentences, model.tokenCounter(), model.limits().tokensPerInput())
                : new ChatAnswerer(writer, model.tokenCounter(), 1000, 100);
        AnsweringRecipes.Kept settings = new AnsweringRecipes.Kept(
                () -> kept, 6, Duration.ofHours(1), reuse, 0.9, Duration.ofHours(1), Duration.ofDays(1), "docs");
        return new QueryEngine(
                QueryStages.of(
                                new QueryStages.EmbeddingStage(
                                        "hashing/words", questions, sentences, model.tokenCounter(), model.limits()),
                                store,
                                answerer,
                                retrier)
                        .remembering(
                                new Memory(kept, settings, "models", NOON),
                                new FollowUps(writer, retrier, Duration.ofSeconds(10))),
                QueryRules.within(Duration.ofSeconds(30)).seeing(access),
                retrier);
    }

    private static Request ask(String id, String question, @Nullable String tenant, @Nullable String conversation) {
        return request(id, Request.Type.ASK, question, tenant, SearchOptions.DEFAULT, List.of(), conversation);
    }

    private static Request searching(String id, Request.Type type, String question, SearchMode mode) {
        return request(id, type, question, null, new SearchOptions(mode, null, false, 0), List.of(), null);
    }

    private static Request grouped(String... groups) {
        return request("r", Request.Type.SEARCH, "mill river", null, DENSE, List.of(groups), null);
    }

    private static Request request(
            String id,
            Request.Type type,
            String question,
            @Nullable String tenant,
            SearchOptions options,
            List<String> groups,
            @Nullable String conversation) {
        return new Request(
                id,
                type,
                question,
                tenant,
                "{}",
                5,
                null,
                options,
                groups,
                conversation,
                false,
                Origin.ofTopic("requests", 0, 0, 0));
    }
}
