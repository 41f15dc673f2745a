package io.millrace.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BudgetPurseTest {
    private static final Budget BUDGET = new Budget(1000, "USD", Budget.Period.HOUR);

    private final InMemorySpendLedger ledger = new InMemorySpendLedger();
    private final ManualTime time = ManualTime.at("2026-11-28T07:30:00Z");
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
        assertThat(leased()).isEqualTo(20);
        assertThat(failures).isEmpty();
    }

    @Test
    void leasesOnceFromALedgerThatTakesWritesAndSaysThatTheyFailed() {
        ledger.fail(20);
        take(purse, 5);
        time.advance(Duration.ofMinutes(29));

        assertThat(take(purse, 5)).isTrue();
        assertThat(leased()).isEqualTo(20);
    }

    @Test
    void goesOnInThePeriodInWhichTheLedgerIsBack() {
        ledger.fail(100);
        take(purse, 5);
        time.advance(Duration.ofHours(5));

        assertThat(woken).hasValue(1);
        take(purse, 5);
        assertThat(take(purse, 5)).isTrue();
        assertThat(leased()).isEqualTo(20);
    }

    @Test
    void writesUnderAnotherNameOnceAWriteHasFailed() {
        ledger.fail(1);
        take(purse, 20);
        time.advance(Duration.ofMinutes(3));
        assertThat(take(purse, 20)).isTrue();

        take(purse, 20);
        // Now the one that failed takes place: as late as can be.
        ledger.write("one", BUDGET.window(time.instant()), 20).join();

        assertThat(leased()).isEqualTo(40);
    }

    @Test
    void leavesWhatItSpentInSightOfThoseWhoseClocksAreBehind() {
        take(purse, 600);
        take(purse, 600);
        time.advance(Duration.ofMinutes(31));

        take(purse, 600);

        assertThat(leasedFrom("2026-11-28T07:30:00Z")).isEqualTo(600);
        assertThat(leasedFrom("2026-11-28T08:01:00Z")).isEqualTo(600);
    }

    @Test
    void seesThatThePeriodIsOverThoughItsClockWasSetOrItsMachineSlept() {
        spend(100);
        int before = woken.get();

        time.set(Instant.parse("2026-11-28T09:30:00Z"));
        time.advance(Duration.ofMinutes(1));

        assertThat(woken.get()).isGreaterThan(before);
        assertThat(purse.spent()).isFalse();
    }

    @Test
    void pausesNoLongerThanThePeriodThoughItsClockWasFarAhead() {
        time.set(Instant.parse("2031-11-28T07:30:00Z"));
        BudgetPurse early = purse("early", ledger.another());
        while (!early.spent()) {
            take(early, 100);
            time.advance(Duration.ofMillis(500));
        }
        int before = woken.get();

        time.set(Instant.parse("2026-11-28T07:40:00Z"));
        time.advance(Duration.ofMinutes(1));

        assertThat(woken.get()).isGreaterThan(before);
        take(early, 100);
        assertThat(take(early, 100)).isTrue();
        assertThat(leasedFrom("2026-11-28T07:40:00Z")).isEqualTo(100);
    }

    @Test
    void staysInThePeriodThatHasBegunWhenItsClockIsSetBackByALittle() {
        time.set(Instant.parse("2026-11-28T08:00:00Z"));
        BudgetPurse exact = purse("exact", ledger.another());
        take(exact, 20);

        time.set(Instant.parse("2026-11-28T07:59:59Z"));

        assertThat(take(exact, 20)).isTrue();
        assertThat(leasedFrom("2026-11-28T07:59:59Z")).isZero();
    }

    @Test
    void wakesEachThatWaitsOnceThoughItAskedAgainBefore() {
        ledger.fail(1);
        AtomicInteger first = new AtomicInteger();
        AtomicInteger second = new AtomicInteger();
        assertThat(purse.take(5, first::incrementAndGet)).isFalse();
        assertThat(purse.take(5, second::incrementAndGet)).isFalse();

        time.advance(Duration.ofMinutes(3));
        take(purse, 20);
        time.advance(Duration.ofHours(2));

        assertThat(first).hasValue(1);
        assertThat(second).hasValue(1);
    }

    @Test
    void wakesWhoWaitsForAPeriodOnceWhenAnotherRequestCostLess() {
        take(purse, 600);
        assertThat(take(purse, 600)).isTrue();
        assertThat(take(purse, 500)).isFalse();
        time.advance(Duration.ofSeconds(10));
        assertThat(purse.spent()).isTrue();
        int before = woken.get();

        purse.settle(600, 0);

        assertThat(woken).hasValue(before + 1);
        assertThat(take(purse, 500)).isTrue();
        time.advance(Duration.ofHours(1));
        assertThat(woken).hasValue(before + 1);
    }

    @Test
    void spendsNothingOfAnEndedPeriodsLeaseInTheNextOne() {
        take(purse, 300);
        assertThat(take(purse, 100)).isTrue();
        time.advance(Duration.ofMinutes(31));

        assertThat(take(purse, 100)).isFalse();

        assertThat(leased()).isEqualTo(100);
    }

    @Test
    void writesAtItsEndWhatItOverspent() {
        take(purse, 20);
        assertThat(take(purse, 20)).isTrue();
        purse.settle(20, 50);

        purse.close();

        assertThat(leased()).isEqualTo(50);
    }

    @Test
    void isClosedWhileTheLedgerIsDown() {
        take(purse, 20);
        ledger.fail(1000);
        take(purse, 100);

        purse.close();
        time.advance(Duration.ofHours(1));

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
        return leasedFrom(time.instant().toString());
    }

    /** In the period that a moment is in. */
    private long leasedFrom(String moment) {
        return ledger.another().read(BUDGET.window(Instant.parse(moment))).join().values().stream()
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
}
