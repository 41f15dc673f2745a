package io.millrace.answer.kept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.answer.Answer;
import io.millrace.answer.RandomAnswer;
import io.millrace.embed.Distance;
import io.millrace.embed.Vector;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What every {@link AnswerStore} keeps to. */
public abstract class AnswerStoreContract extends AnswerStoreFixture {
    @Test
    void findsWhatWasKeptByItsRequest() {
        AnswerStore store = freshStore();
        KeptAnswer kept = in("c", of("acme", answer("r")));

        keep(store, kept, answer("other"));

        assertThat(get(store.find("acme", "r", FINGERPRINT))).isEqualTo(kept);
        assertThat(get(store.find("acme", "absent", FINGERPRINT))).isNull();
        assertThat(get(store.find("acme", "other", FINGERPRINT))).isNull();
    }

    @Test
    void anotherQuestionOfTheSameIdIsAnotherRequest() {
        AnswerStore store = freshStore();
        KeptAnswer first = answer("r");
        KeptAnswer second = new KeptAnswer(said("r", "second"), "another", SCOPE, null, null, "Second?", NOON, 1);

        keep(store, first);
        assertThat(get(store.find(null, "r", "another"))).isNull();
        keep(store, second);

        assertThat(get(store.find(null, "r", FINGERPRINT))).isEqualTo(first);
        assertThat(get(store.find(null, "r", "another"))).isEqualTo(second);
    }

    @Test
    void theSameRequestAgainReplacesItsAnswer() {
        AnswerStore store = freshStore();
        KeptAnswer again = new KeptAnswer(
                said("r", "Again"), FINGERPRINT, "other scope", null, null, "Again?", NOON.plusSeconds(1), 2);
        get(store.keep(in("c", answer("r")), vector(0)));

        keep(store, again);

        assertThat(get(store.find(null, "r", FINGERPRINT))).isEqualTo(again);
        assertThat(get(store.turns(new Conversation(null, "c"), NOON, 10))).isEmpty();
        assertThat(get(store.similar(vector(0), null, SCOPE, 0.5, NOON))).isNull();
        assertThat(get(store.similar(vector(0), null, "other scope", 0.5, NOON)))
                .isNull();
        assertThat(get(store.tokens(null, NOON, NOON.plusSeconds(2)))).isEqualTo(2);
    }

    @Test
    void keepsAnswersOfAllShapesAndSizes() {
        AnswerStore store = freshStore();
        List<KeptAnswer> all = new ArrayList<>();
        for (int seed = 0; seed < 50; seed++) {
            Answer answer = RandomAnswer.of(new Random(seed));
            all.add(new KeptAnswer(answer, "f" + seed, "日本語", "テナント", "会話\n", "¿Qué? \uD83D\uDE00", NOON, seed));
        }
        String long200 = "日本 \uD83D\uDE00 \"x\"\n".repeat(200 * 1024 / 18);
        all.add(new KeptAnswer(said("long", long200), FINGERPRINT, SCOPE, null, "c", long200, NOON, 1L << 60));

        keep(store, all.toArray(KeptAnswer[]::new));

        for (KeptAnswer kept : all) {
            assertThat(get(store.find(kept.tenant(), kept.requestId(), kept.fingerprint())))
                    .isEqualTo(kept);
        }
        assertThat(get(store.tokens(null, NOON, NOON.plusMillis(1)))).isEqualTo(1L << 60);
        assertThat(get(store.turns(new Conversation(null, "c"), NOON, 1)).get(0).answer())
                .isEqualTo(long200);
    }

    @Test
    void aConversationIsItsNewestTurnsOldestFirst() {
        AnswerStore store = freshStore();
        List<KeptAnswer> turns = IntStream.range(0, 7)
                .mapToObj(i -> in("c", at(NOON.plusMillis(i), answer("r" + (i * 3) % 7))))
                .toList();
        List<KeptAnswer> shuffled = new ArrayList<>(turns);
        Collections.shuffle(shuffled, new Random(1));
        keep(store, shuffled.toArray(KeptAnswer[]::new));
        keep(store, answer("alone"), in("C", answer("other")), in("c ", answer("another")));

        Conversation conversation = new Conversation(null, "c");
        assertThat(get(store.turns(conversation, NOON, 3))).isEqualTo(of(turns.subList(4, 7)));
        assertThat(get(store.turns(conversation, NOON, 100))).isEqualTo(of(turns));
        assertThat(get(store.turns(conversation, NOON.plusMillis(5), 100))).isEqualTo(of(turns.subList(5, 7)));
        assertThat(get(store.turns(conversation, NOON.plusMillis(7), 100))).isEmpty();
        assertThat(get(store.turns(conversation, Instant.MIN, 100))).isEqualTo(of(turns));
        assertThat(get(store.turns(new Conversation(null, "absent"), NOON, 3))).isEmpty();
    }

    @Test
    void turnsOfOneMomentAreInTheOrderOfTheirRequests() {
        AnswerStore store = freshStore();
        List<KeptAnswer> turns =
                List.of(in("c", answer("1")), in("c", answer("2")), in("c", answer("3")), in("c", answer("4")));
        keep(store, turns.get(2), turns.get(0), turns.get(3), turns.get(1));

        assertThat(get(store.turns(new Conversation(null, "c"), NOON, 3))).isEqualTo(of(turns.subList(1, 4)));
    }

    @Test
    void aTurnMayHaveNoAnswer() {
        AnswerStore store = freshStore();
        keep(store, new KeptAnswer(said("r", null), FINGERPRINT, SCOPE, null, "c", "What?", NOON, 0));

        assertThat(get(store.turns(new Conversation(null, "c"), NOON, 3)))
                .containsExactly(new Turn("What?", null, NOON));
    }

    @Test
    void theNearestQuestionIsFoundThatIsNearEnough() {
        AnswerStore store = freshStore();
        KeptAnswer near = answer("near");
        get(store.keep(near, vector(30)));
        get(store.keep(answer("far"), vector(60)));
        get(store.keep(answer("without"), null));

        SimilarAnswer found = get(store.similar(vector(10), null, SCOPE, 0.9, NOON));
        assertThat(found).isNotNull();
        assertThat(found.kept()).isEqualTo(near);
        assertThat(found.similarity()).isCloseTo(Math.cos(Math.toRadians(20)), within());
        assertThat(get(store.similar(vector(10), null, SCOPE, 0.95, NOON))).isNull();
        assertThat(get(store.similar(vector(210), null, SCOPE, 0, NOON))).isNull();
    }

    @Test
    void aNearQuestionOfAnotherScopeOrOfBeforeIsNotFound() {
        AnswerStore store = freshStore();
        get(store.keep(answer("old"), vector(0)));
        KeptAnswer recent = at(NOON.plusMillis(1), answer("recent"));
        get(store.keep(recent, vector(20)));

        assertThat(get(store.similar(vector(0), null, "other", -1, NOON))).isNull();
        assertThat(get(store.similar(vector(0), null, "", -1, NOON))).isNull();
        SimilarAnswer found = get(store.similar(vector(0), null, SCOPE, -1, NOON.plusMillis(1)));
        assertThat(found).isNotNull();
        assertThat(found.kept()).isEqualTo(recent);
        assertThat(get(store.similar(vector(0), null, SCOPE, -1, NOON.plusMillis(2))))
                .isNull();
    }

    @Test
    void questionsAreComparedByTheirAngleWhateverTheSpacesDistance() {
        AnswerStore store = opened(freshName());
        store.ensure(SPACE.withDistance(Distance.EUCLID));
        get(store.keep(answer("r"), new Vector(new float[] {10, 0})));

        SimilarAnswer found = get(store.similar(vector(0), null, SCOPE, 0.99, NOON));

        assertThat(found).isNotNull();
        assertThat(found.similarity()).isCloseTo(1, within());
    }

    @Test
    void tokensAreSummedFromAMomentUntilAnother() {
        AnswerStore store = freshStore();
        for (int i = 0; i < 7; i++) {
            keep(store, at(NOON.plusMillis(i), answer("r" + i)));
        }

        assertThat(get(store.tokens(null, NOON, NOON.plusMillis(7)))).isEqualTo(7 * 7);
        assertThat(get(store.tokens(null, NOON.plusMillis(1), NOON.plusMillis(3))))
                .isEqualTo(2 * 7);
        assertThat(get(store.tokens(null, NOON, NOON))).isZero();
        assertThat(get(store.tokens(null, Instant.MIN, Instant.MAX))).isEqualTo(7 * 7);
    }

    @Test
    void whatIsOldIsForgottenAndNothingElse() {
        AnswerStore store = freshStore();
        KeptAnswer recent = in("c", at(NOON.plusMillis(1), answer("recent")));
        get(store.keep(in("c", answer("old")), vector(0)));
        keep(store, of("acme", answer("old")), recent);

        get(store.forget(NOON.plusMillis(1)));

        assertThat(get(store.find(null, "old", FINGERPRINT))).isNull();
        assertThat(get(store.find("acme", "old", FINGERPRINT))).isNull();
        assertThat(get(store.similar(vector(0), null, SCOPE, -1, Instant.EPOCH)))
                .isNull();
        assertThat(get(store.find(null, "recent", FINGERPRINT))).isEqualTo(recent);
        assertThat(get(store.turns(new Conversation(null, "c"), Instant.EPOCH, 9)))
                .containsExactly(recent.turn());
    }

    @Test
    void whatWasKeptOutlivesTheStore() {
        String name = freshName();
        AnswerStore store = opened(name);
        store.ensure(SPACE);
        get(store.keep(in("c", answer("r")), vector(0)));
        store.close();

        AnswerStore next = opened(name);
        next.ensure(SPACE);

        assertThat(get(next.find(null, "r", FINGERPRINT))).isEqualTo(in("c", answer("r")));
        assertThat(get(next.turns(new Conversation(null, "c"), NOON, 1))).hasSize(1);
        assertThat(get(next.similar(vector(0), null, SCOPE, 0.9, NOON))).isNotNull();
    }

    @Test
    void manyAtOnceMakeOneCollectionAndKeepAllOfTheirAnswers() {
        String name = freshName();
        List<AnswerStore> stores =
                IntStream.range(0, 6).mapToObj(i -> opened(name)).toList();
        stores.stream()
                .map(store -> CompletableFuture.runAsync(() -> store.ensure(SPACE)))
                .toList()
                .forEach(AnswerStoreFixture::get);

        IntStream.range(0, 60)
                .mapToObj(i -> stores.get(i % 6).keep(answer("r" + i % 30), vector(i)))
                .toList()
                .forEach(AnswerStoreFixture::get);

        assertThat(get(stores.get(0).tokens(null, NOON, NOON.plusMillis(1)))).isEqualTo(30 * 7);
        for (int i = 0; i < 30; i++) {
            assertThat(get(stores.get(1).find(null, "r" + i, FINGERPRINT))).isEqualTo(answer("r" + i));
        }
    }

    @Test
    void refusesQuestionsOfAnotherSpaceAndNamesBoth() {
        AnswerStore store = freshStore();
        List<VectorSpace> others = List.of(
                new VectorSpace("other", "unit", 2, Distance.COSINE, "", ""),
                new VectorSpace("test", "other", 2, Distance.COSINE, "", ""),
                new VectorSpace("test", "unit", 3, Distance.COSINE, "", ""),
                new VectorSpace("test", "unit", 2, Distance.COSINE, "", "query: "),
                SPACE.withRevision("2"));

        for (VectorSpace other : others) {
            assertThatExceptionOfType(FatalException.class)
                    .isThrownBy(() -> store.ensure(other))
                    .withMessageContaining(SPACE.toString())
                    .withMessageContaining(other.toString());
        }
        store.ensure(SPACE.withNormalised(true));
    }

    @Test
    void refusesToKeepAVectorOfAnotherDimension() {
        AnswerStore store = freshStore();

        assertThat(failure(store.keep(answer("r"), new Vector(new float[3]))).kind())
                .isEqualTo(FailureKind.FATAL);
    }

    @Test
    void everyCallFailsWhereNothingWasEnsuredAndAfterTheClose() {
        AnswerStore absent = opened(freshName());
        AnswerStore closed = freshStore();
        closed.close();
        closed.close();

        for (AnswerStore store : List.of(absent, closed)) {
            for (CompletableFuture<?> call : List.of(
                    store.find(null, "r", FINGERPRINT),
                    store.keep(answer("r"), vector(0)),
                    store.turns(new Conversation(null, "c"), NOON, 1),
                    store.similar(vector(0), null, SCOPE, 0, NOON),
                    store.tokens(null, NOON, NOON.plus(Duration.ofDays(1))),
                    store.forget(NOON))) {
                assertThat(failure(call).kind()).isEqualTo(FailureKind.FATAL);
            }
        }
    }

    private static List<Turn> of(List<KeptAnswer> answers) {
        return answers.stream().map(KeptAnswer::turn).toList();
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-5);
    }
}
