package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Stage;
import io.millrace.chunk.EmbeddingText;
import io.millrace.document.Metadata;
import io.millrace.index.Chunks;
import io.millrace.index.IndexOperation;
import io.millrace.usage.Budget;
import io.millrace.usage.BudgetPurse;
import io.millrace.usage.InMemorySpendLedger;
import io.millrace.usage.ManualTime;
import io.millrace.usage.Price;
import io.millrace.usage.Purse;
import io.millrace.usage.SpendCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The embedding stage pays, and waits for money as for a provider. A word is a token, and a hundred are paid for. */
@Timeout(60)
class EmbedBudgetTest {
    private static final String MODEL = "hashing/words";
    private static final int WORDS = 5;
    private static final int BATCH = 4;
    private static final long TOKEN = 1_000;
    private static final Budget BUDGET = new Budget(100 * TOKEN, "USD", Budget.Period.HOUR);
    private static final Price PRICE = new Price(TOKEN * 1_000_000, 0);

    private final InMemorySpendLedger ledger = new InMemorySpendLedger();
    private final ManualTime time = ManualTime.at("2026-11-28T07:30:00Z");
    private final List<Subtask> subtasks = new ArrayList<>();
    private int owners;

    @AfterEach
    void close() throws Exception {
        for (Subtask subtask : subtasks) {
            subtask.stage.close();
        }
    }

    @Test
    void stopsWithinABatchOfTheBudgetAndGoesOnInTheNextPeriod() throws Exception {
        Subtask subtask = subtask();
        subtask.take(0, 30);

        subtask.awaitSpent();

        // A lease is 2 tokens, and a request 20.
        assertThat(subtask.tokens()).isBetween(100L - 22, 100L);

        time.advance(Duration.ofMinutes(31));
        subtask.stage.finish();

        assertThat(subtask.stage.out())
                .hasSize(30)
                .allSatisfy(outcome -> assertThat(outcome.operation().vector()).isNotNull());
        assertThat(subtask.texts()).hasSize(30).doesNotHaveDuplicates();
        assertThat(subtask.counted(null, "tokens")).isEqualTo(30 * WORDS);
        assertThat(subtask.counted(null, "nanos")).isEqualTo(30 * WORDS * TOKEN);
    }

    @Test
    void sharesTheBudgetWithOtherSubtasksAndJobs() throws Exception {
        Subtask one = subtask();
        Subtask other = subtask();
        one.take(0, 30);
        other.take(30, 60);

        one.awaitSpent();
        other.awaitSpent();

        assertThat(one.tokens() + other.tokens()).isBetween(100L - 2 * 22, 100L);
    }

    @Test
    void isNotPaidAnewByStartingAgain() throws Exception {
        Subtask first = subtask();
        first.take(0, 30);
        first.awaitSpent();
        long spent = first.tokens();
        first.stage.close();
        subtasks.clear();

        Subtask next = subtask();
        next.take(30, 60);
        next.awaitSpent();

        assertThat(spent + next.tokens()).isLessThanOrEqualTo(100);
    }

    @Test
    void paysForEqualTextsOnce() throws Exception {
        Subtask subtask = subtask();
        subtask.stage.take(put("acme", "the same words for both"));
        subtask.stage.take(put("globex", "the same words for both"));
        subtask.stage.take(put("globex", "two words"));
        subtask.stage.finish();

        assertThat(subtask.counted(null, "tokens")).isEqualTo(7);
        assertThat(subtask.counted("acme", "tokens")).isEqualTo(5);
        assertThat(subtask.counted("globex", "tokens")).isEqualTo(2);
        assertThat(subtask.counted(null, "nanos")).isEqualTo(7 * TOKEN);
    }

    @Test
    void countsWhatItPaysForExactlyHoweverShortTheWords() throws Exception {
        // So few that the batcher would reckon with about 4 for the 5 of them.
        Subtask subtask = subtask(new EmbeddingLimits(BATCH, WORDS, 100_000, 16));
        subtask.stage.take(put(null, "a b c d 0"));
        subtask.stage.finish();
        subtask.model.hold();
        for (int i = 1; i < 40; i++) {
            subtask.stage.take(put(null, "a b c d " + i));
        }
        subtask.stage.runMails();

        subtask.awaitSpent();
        subtask.model.release();

        assertThat(subtask.tokens()).isBetween(100L - 22, 100L);
    }

    private Subtask subtask() throws Exception {
        // As many calls at once that all texts have room.
        return subtask(new EmbeddingLimits(BATCH, WORDS, BATCH * WORDS, 16));
    }

    private Subtask subtask(EmbeddingLimits limits) throws Exception {
        Subtask subtask = new Subtask("owner-" + ++owners, limits);
        subtasks.add(subtask);
        return subtask;
    }

    private static IndexOperation put(@Nullable String tenant, String text) {
        return IndexOperation.put(Chunks.ORIGIN, Chunks.chunk("doc", tenant, "r1", text, Metadata.EMPTY));
    }

    /** The stage as one subtask has it, with its part of the budget. */
    private final class Subtask {
        private final HashingEmbeddingModel model;
        private final Purse purse;
        private final Stage<IndexOperation, EmbedOutcome> stage;

        Subtask(String owner, EmbeddingLimits limits) throws Exception {
            model = new HashingEmbeddingModel(limits);
            purse = new BudgetPurse(
                    BUDGET, ledger.another(), owner, time, new Impatient(time.alarm()), new Random(1), failure -> {});
            stage = Stage.of(
                    new EmbedFactory(new EmbedSettings(
                            () -> model,
                            EmbeddingText.NONE,
                            PaceSettings.unbounded(owner),
                            EmbedSettings.DEFAULT_BUFFER,
                            new EmbedSettings.Payment(MODEL, PRICE, failed -> purse))),
                    IndexOperation.class);
        }

        void take(int from, int until) throws Exception {
            for (int i = from; i < until; i++) {
                stage.take(put(null, "a text of five " + i));
            }
            stage.runMails();
        }

        /** Its requests go on a thread of the batcher's. */
        void awaitSpent() throws Exception {
            while (!purse.spent()) {
                stage.runMails();
                Thread.onSpinWait();
            }
        }

        List<String> texts() {
            return model.calls().stream().flatMap(List::stream).toList();
        }

        long tokens() {
            return (long) WORDS * texts().size();
        }

        long counted(@Nullable String tenant, String what) {
            return (Long) stage.count(SpendCounts.name(MODEL, tenant, what));
        }
    }

    /** Doesn't wait for a moment, only for a period. */
    private record Impatient(BudgetPurse.Alarm alarm) implements BudgetPurse.Alarm {
        @Override
        public void after(Duration delay, Runnable task) {
            if (delay.compareTo(Duration.ofSeconds(1)) < 0) {
                task.run();
            } else {
                alarm.after(delay, task);
            }
        }

        @Override
        public void close() {
            alarm.close();
        }
    }
}
