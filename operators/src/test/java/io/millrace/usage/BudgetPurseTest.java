package io.millrace.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BudgetPurseTest {
    private static final Budget BUDGET = new Budget(1000, "USD", Budget.Period.HOUR);

    private final InMemorySpendLedger ledger = new InMemorySpendLedger();
    private final ManualTime time = new ManualTime();
    private final List<ClassifiedException> failures = new ArrayList<>();
    private final AtomicInteger woken = new AtomicInteger();
    private final BudgetPurse purse = purse("one", ledger);

    @Test
    void paysOnlyWhatItHasLeased() {
        assertThat(take(purse, 5)).isFalse();
        assertThat(woken).hasValue(1);
        assertThat(leased()).isEqualTo(20);

        assertThat(take(purse, 5)).isTrue();
        assertThat(take(purse, 15)).isTrue();
        assertThat(take(purse, 1)).isFalse();
        assertThat(leased()).isEqualTo(40);
    }

    @Test
    void leasesEnoughForALargeRequest() {
        take(purse, 300);

        assertThat(take(purse, 300)).isTrue();
        assertThat(leased()).isEqualTo(300);
    }

    @Test
    void pausesWhenTheBudgetIsSpentAndGoesOnInTheNextPeriod() {
        assertThat(spend(100)).isEqualTo(1000);
        assertThat(purse.spent()).isTrue();
        int before = woken.get();

        assertThat(take(purse, 100)).isFalse();
        time.advance(Duration.ofMinutes(29));
        assertThat(woken).hasValue(before);
        time.advance(Duration.ofMinutes(2));

        assertThat(woken.get()).isGreaterThan(before);
        assertThat(purse.spent()).isFalse();
        assertThat(spend(100)).isEqualTo(1000);
    }

    @Test
    void isHeldByAnAttemptThatComesAfterAKilledOne() {
        take(purse, 600);
        take(purse, 600);

        BudgetPurse next = purse("two", ledger.another());

        take(next, 600);
        time.advance(Duration.ofSeconds(10));
        assertThat(take(next, 600)).isFalse();
        assertThat(next.spent()).isTrue();
        assertThat(leased()).isEqualTo(600);
    }

    @Test
    void givesBackWhatItHasNotSpent() {
        take(purse, 100);
        take(purse, 60);

        purse.close();

        assertThat(leased()).isEqualTo(60);
    }

    @Test
    void countsWhatARequestTurnedOutToCost() {
        take(purse, 100);
        take(purse, 100);
        purse.settle(100, 70);

        assertThat(take(purse, 30)).isTrue();
        purse.settle(30, 50);
        take(purse, 10);

        // 30 are lacking: the 20 that are owed and the 10.
        assertThat(leased()).isEqualTo(130);
    }

    @Test
    void givesNothingBackToAPeriodThatDidNotPay() {
        take(purse, 100);
        take(purse, 100);
        time.advance(Duration.ofMinutes(31));

        purse.settle(100, 0);

        assertThat(take(purse, 1)).isFalse();
    }

    @Test
    void neverSpendsWhileTheLedgerIsDownAndLosesNothingOfTheBudgetsTruth() {
        ledger.fail(3);

        assertThat(take(purse, 5)).isFalse();
        assertThat(woken).hasValue(0);
        time.advance(Duration.ofMinutes(3));

        assertThat(woken).hasValue(1);
        assertThat(take(purse, 5)).isTrue();
        // What failed may have been written: it counts.
        assertThat(leased()).isBetween(20L, 80L);
        assertThat(failures).isEmpty();
    }

    @Test
    void tellsOfALedgerThatAPersonMustMend() {
        BudgetPurse broken = purse("one", new BrokenLedger());

        assertThat(take(broken, 5)).isFalse();

        assertThat(failures).extracting(ClassifiedException::code).containsExactly("forbidden");
    }

    private long spend(long request) {
        long spent = 0;
        while (!purse.spent()) {
            if (take(purse, request)) {
                spent += request;
                purse.settle(request, request);
            } else {
                time.advance(Duration.ofMillis(500));
            }
        }
        return spent;
    }

    private boolean take(Purse from, long nanos) {
        return from.take(nanos, woken::incrementAndGet);
    }

    private long leased() {
        return ledger.read(BUDGET.window(time.instant())).join().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private BudgetPurse purse(String owner, SpendLedger from) {
        return new BudgetPurse(BUDGET, from, owner, time, time.alarm(), new Random(1), failures::add);
    }

    /** Refuses every call. */
    private static final class BrokenLedger implements SpendLedger {
        @Override
        public CompletableFuture<Void> write(String owner, Budget.Window window, long nanos) {
            return CompletableFuture.failedFuture(new FatalException("forbidden", "no access"));
        }

        @Override
        public CompletableFuture<Map<String, Long>> read(Budget.Window window) {
            return CompletableFuture.failedFuture(new FatalException("forbidden", "no access"));
        }

        @Override
        public CompletableFuture<Void> forget(Instant ended) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }

    /** Half past seven, until it is advanced. */
    private static final class ManualTime extends Clock {
        private final List<Task> tasks = new ArrayList<>();
        private Instant now = Instant.parse("2026-11-28T07:30:00Z");

        private record Task(Instant at, Runnable run) {}

        void advance(Duration duration) {
            Instant until = now.plus(duration);
            for (Task next = next(until); next != null; next = next(until)) {
                now = next.at;
                tasks.remove(next);
                next.run.run();
            }
            now = until;
        }

        BudgetPurse.Alarm alarm() {
            return new BudgetPurse.Alarm() {
                @Override
                public void after(Duration delay, Runnable task) {
                    tasks.add(new Task(now.plus(delay), task));
                }

                @Override
                public void close() {}
            };
        }

        private @Nullable Task next(Instant until) {
            return tasks.stream()
                    .filter(task -> !task.at.isAfter(until))
                    .min((one, other) -> one.at.compareTo(other.at))
                    .orElse(null);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
