package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.answer.Answer.Status;
import io.millrace.answer.Request.Asked;
import io.millrace.answer.kept.InMemoryAnswerStore;
import io.millrace.document.Metadata;
import io.millrace.document.Origin;
import io.millrace.embed.EmbeddingBatcher;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.HashingEmbeddingModel;
import io.millrace.failure.Backoff;
import io.millrace.failure.Reason;
import io.millrace.failure.Retrier;
import io.millrace.index.Chunks;
import io.millrace.index.CollectionSpec;
import io.millrace.index.InMemoryVectorStore;
import io.millrace.retrieve.SearchOptions;
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

/** What tenants may take, through the engine. A reply of the fixed chat model takes 55 tokens. */
class QueryLimitsTest {
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-11-28T12:00:00Z"), ZoneOffset.UTC);
    private static final Duration LONG = Duration.ofSeconds(30);
    /** Of the evidence and of the reply, as the engine here is told. */
    private static final int EVIDENCE = 40;

    private static final int REPLY = 10;

    private final HashingEmbeddingModel model = new HashingEmbeddingModel();
    private final EmbeddingBatcher questions = new EmbeddingBatcher(model, EmbeddingMode.QUERY, QUICK);
    private final InMemoryVectorStore store = new InMemoryVectorStore();
    private final InMemoryAnswerStore answers = new InMemoryAnswerStore();
    private final Retrier retrier = new Retrier(QUICK);
    private final FixedChatModel chat = new FixedChatModel("Stones [1].");

    @BeforeEach
    void fillTheStore() {
        answers.ensure(model.space());
        store.ensureCollection(new CollectionSpec("docs", model.space(), Map.of()));
        for (String tenant : List.of("acme", "other")) {
            var vector = model.embed(List.of("The wheel turns the stones."), EmbeddingMode.DOCUMENT)
                    .join()
                    .vectors()
                    .get(0);
            store.apply(List.of(Chunks.put(
                            Chunks.chunk(tenant, tenant, "r", "The wheel turns the stones.", Metadata.EMPTY),
                            vector.values())))
                    .join();
        }
    }

    @AfterEach
    void close() {
        questions.close();
        retrier.close();
    }

    @Test
    void refusesWhatIsOneTooManyAtOnceAndPaysNothingForIt() throws Exception {
        DictatedChatModel slow = new DictatedChatModel();
        QueryEngine engine = engine(slow, new TenantLimits(1, null, null), LONG);
        CompletableFuture<Answer> first = engine.answer(ask("r1", "what turns", "acme", null), AnswerParts.UNWANTED);
        DictatedChatModel.Call call = slow.next();

        Answer second = answer(engine, ask("r2", "what turns", "acme", null));
        CompletableFuture<Answer> others = engine.answer(ask("r3", "what turns", "other", null), AnswerParts.UNWANTED);

        assertThat(second.status()).isEqualTo(Status.REJECTED);
        assertThat(code(second)).isEqualTo("too-many-requests");
        slow.next().end("Stones [1].");
        call.end("Stones [1].");
        assertThat(others.join().status()).isEqualTo(Status.ANSWERED);
        assertThat(first.join().status()).isEqualTo(Status.ANSWERED);
        assertThat(slow.isIdle()).isTrue();
    }

    @Test
    void refusesNoQuestionOfABatchForThoseBesideIt() throws Exception {
        DictatedChatModel slow = new DictatedChatModel();
        QueryEngine engine = engine(slow, new TenantLimits(1, null, null), LONG);
        Request batch = AnsweredMill.batch("b", new Asked("what turns", null), new Asked("what turns it", null));

        CompletableFuture<Answer> answer = BatchAnswer.of(engine, batch, AnswerParts.UNWANTED, 2);
        slow.next().end("Stones [1].");
        slow.next().end("Stones [1].");

        assertThat(answer.orTimeout(60, TimeUnit.SECONDS).join().answers())
                .extracting(QuestionAnswer::status)
                .containsExactly(Status.ANSWERED, Status.ANSWERED);
    }

    @Test
    void aRequestThatRanOutOfTimeMakesRoomForAnother() throws Exception {
        DictatedChatModel slow = new DictatedChatModel();
        QueryEngine engine = engine(slow, new TenantLimits(1, null, null), Duration.ofMillis(50));
        assertThat(code(answer(engine, ask("r1", "what turns", "acme", null)))).isEqualTo("timeout");
        // Given up before the answer is there, or just after.
        slow.next().reply().handle((reply, givenUp) -> givenUp).get(30, TimeUnit.SECONDS);

        Answer second = answer(engine, ask("r2", "what turns", "acme", null));

        assertThat(code(second)).isEqualTo("timeout");
    }

    @Test
    void refusesAQuestionThatMayTakeTooManyTokensAndAsksNoModel() {
        QueryEngine engine = engine(chat, new TenantLimits(null, 150L, null), LONG);

        Answer answer = answer(engine, ask("r1", "what turns ".repeat(30), "acme", null));

        assertThat(answer.status()).isEqualTo(Status.REJECTED);
        assertThat(code(answer)).isEqualTo("too-many-tokens");
        assertThat(chat.prompts()).isEmpty();
        assertThat(questions.counts().requests()).isZero();
    }

    @Test
    void aTenantWhoseDayIsUsedUpIsRefusedUntilTheNextOne() {
        QueryEngine engine = engine(chat, new TenantLimits(null, null, 300L), LONG);
        int answered = 0;
        Answer last = answer(engine, ask("r0", "what turns", "acme", null));
        while (last.status() == Status.ANSWERED && answered < 10) {
            answered++;
            last = answer(engine, ask("r" + answered, "what turns", "acme", null));
        }

        assertThat(answered).isBetween(1, 5);
        assertThat(last.status()).isEqualTo(Status.REJECTED);
        assertThat(code(last)).isEqualTo("tokens-used-up");
        assertThat(chat.prompts()).hasSize(answered);
        assertThat(answer(engine, ask("r", "what turns", "other", null)).status())
                .isEqualTo(Status.ANSWERED);
    }

    @Test
    void whatWasTakenIsKnownToTheNextEngineAndAReplayIsAnsweredAllTheSame() {
        TenantLimits limits = new TenantLimits(null, null, 300L);
        QueryEngine before = engine(chat, limits, LONG);
        Answer first = answer(before, ask("r0", "what turns", "acme", null));
        int answered = 1;
        while (answer(before, ask("r" + answered, "what turns", "acme", null)).status() == Status.ANSWERED) {
            answered++;
        }

        QueryEngine after = engine(chat, limits, LONG);

        assertThat(code(answer(after, ask("new", "what turns", "acme", null)))).isEqualTo("tokens-used-up");
        assertThat(answer(after, ask("r0", "what turns", "acme", null))).isEqualTo(first);
        assertThat(chat.prompts()).hasSize(answered);
    }

    @Test
    void aFollowUpThatTheLimitLeavesNoTokensToRewriteIsSearchedWithTheQuestionBefore() {
        QueryEngine unlimited = engine(chat, TenantLimits.NONE, LONG);
        answer(unlimited, ask("r1", "tell me of the wheel", "acme", "c"));
        QueryEngine engine = engine(chat, new TenantLimits(null, 300L, null), LONG);

        Answer answer = answer(engine, ask("r2", "what turns", "acme", "c"));

        assertThat(answer.question()).isEqualTo("tell me of the wheel what turns");
        assertThat(answer.notices()).extracting(Reason::code).containsExactly("condense-failed");
        assertThat(answer.status()).isEqualTo(Status.ANSWERED);
    }

    private static @Nullable String code(Answer answer) {
        return answer.error() == null ? null : answer.error().code();
    }

    private static Answer answer(QueryEngine engine, Request request) {
        return engine.answer(request, AnswerParts.UNWANTED)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private QueryEngine engine(ChatModel writer, TenantLimits limits, Duration timeout) {
        AnsweringRecipes.Kept settings = new AnsweringRecipes.Kept(
                () -> answers, 6, Duration.ofHours(1), false, 0.9, Duration.ofHours(1), Duration.ofDays(1), "docs");
        Memory memory = new Memory(answers, settings, "models", NOON);
        return new QueryEngine(
                QueryStages.of(
                                new QueryStages.EmbeddingStage(
                                        "hashing/words", questions, questions, model.tokenCounter(), model.limits()),
                                store,
                                new ChatAnswerer(writer, model.tokenCounter(), EVIDENCE, REPLY),
                                retrier)
                        .remembering(memory, new FollowUps(writer, retrier, LONG)),
                QueryRules.within(timeout).admitting(new Admission(limits, memory::tokens, NOON)),
                retrier);
    }

    private static Request ask(String id, String question, String tenant, @Nullable String conversation) {
        return new Request(
                id,
                Request.Type.ASK,
                question,
                tenant,
                "{}",
                5,
                null,
                SearchOptions.DEFAULT,
                List.of(),
                conversation,
                false,
                Origin.ofTopic("requests", 0, 0, 0));
    }
}
