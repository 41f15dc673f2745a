package io.millrace.answer.kept;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** That no tenant finds another's answers, by whatever name. */
public abstract class AnswerIsolationContract extends AnswerStoreFixture {
    /** Names that a careless join, comparison or default would take for one another. */
    private static final List<@Nullable String> OWNERS = Arrays.asList(
            null, "", " ", "-", "-:", "null", "a", "A", "a ", "a:b", "1:a", "a/b", "a|b", "a,b", "*", "a*", "%", "_",
            "\"", "a\"}", "\u0000", "a\u0000", "\u00E9", "e\u0301", "テナント");

    @Test
    void eachOwnerFindsOnlyWhatIsItsOwn() {
        AnswerStore store = freshStore();
        List<KeptAnswer> kept = new ArrayList<>();
        for (int i = 0; i < OWNERS.size(); i++) {
            KeptAnswer answer = new KeptAnswer(
                    said("r", "of owner " + i),
                    FINGERPRINT,
                    SCOPE,
                    OWNERS.get(i),
                    "c",
                    "Whose is " + i + "?",
                    NOON,
                    1L << i);
            kept.add(answer);
            get(store.keep(answer, vector(0)));
        }

        for (int i = 0; i < OWNERS.size(); i++) {
            String owner = OWNERS.get(i);
            KeptAnswer own = kept.get(i);
            assertThat(get(store.find(owner, "r", FINGERPRINT))).isEqualTo(own);
            assertThat(get(store.turns(new Conversation(owner, "c"), Instant.EPOCH, 1_000)))
                    .containsExactly(own.turn());
            assertThat(get(store.similar(vector(0), owner, SCOPE, -1, Instant.EPOCH)))
                    .extracting(SimilarAnswer::kept)
                    .isEqualTo(own);
            assertThat(get(store.tokens(owner, Instant.EPOCH, Instant.MAX))).isEqualTo(1L << i);
        }
    }

    @Test
    void anOwnerOfNothingFindsNothing() {
        for (String stranger : OWNERS) {
            AnswerStore store = freshStore();
            for (String owner : OWNERS) {
                if (owner == null ? stranger != null : !owner.equals(stranger)) {
                    get(store.keep(in("c", of(owner, answer("r"))), vector(0)));
                }
            }

            assertThat(get(store.find(stranger, "r", FINGERPRINT))).isNull();
            assertThat(get(store.turns(new Conversation(stranger, "c"), Instant.EPOCH, 1_000)))
                    .isEmpty();
            assertThat(get(store.similar(vector(0), stranger, SCOPE, -1, Instant.EPOCH)))
                    .isNull();
            assertThat(get(store.tokens(stranger, Instant.EPOCH, Instant.MAX))).isZero();
        }
    }

    @Test
    void ownerRequestAndFingerprintAreNeverRunTogether() {
        AnswerStore store = freshStore();
        List<KeptAnswer> kept = new ArrayList<>();
        for (List<String> names : List.of(
                List.of("a", "b:c", "d"),
                List.of("a:b", "c", "d"),
                List.of("a", "b", "c:d"),
                List.of("", "a:b:c", "d"),
                List.of("1", "a1", "b"),
                List.of("11", "a", "1b"),
                List.of("1:a", "1", "b"))) {
            KeptAnswer answer = new KeptAnswer(
                    said(names.get(1), names.toString()), names.get(2), SCOPE, names.get(0), null, "What?", NOON, 1);
            kept.add(answer);
            keep(store, answer);
        }

        for (KeptAnswer answer : kept) {
            assertThat(get(store.find(answer.tenant(), answer.requestId(), answer.fingerprint())))
                    .isEqualTo(answer);
        }
    }
}
