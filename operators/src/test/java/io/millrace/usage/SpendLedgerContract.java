package io.millrace.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every ledger keeps to, and that a budget holds on it. */
public abstract class SpendLedgerContract {
    private static final Instant NOW = Instant.parse("2026-11-28T07:30:00Z");
    private static final Budget BUDGET = Budget.parse("1 USD/day");
    private static final Budget.Window TODAY = BUDGET.window(NOW);
    private static final Budget.Window YESTERDAY = BUDGET.window(Instant.parse("2026-11-27T07:30:00Z"));

    private final List<SpendLedger> opened = new ArrayList<>();

    /** Opens a ledger that this test alone has; again in one test, the same. */
    protected abstract SpendLedger open();

    /** Makes what {@link #open} opens. */
    protected abstract void prepare();

    /** Apart: JUnit runs an overriding method only where it is annotated again. */
    @BeforeEach
    void prepareLedger() {
        prepare();
    }

    @AfterEach
    void closeAll() {
        opened.forEach(SpendLedger::close);
    }

    @Test
    void whatIsWrittenIsSeenByEverybody() throws Exception {
        ledger().write("one", TODAY, 5).get();
        ledger().write("two", TODAY, 7).get();
        ledger().write("one", TODAY, 6).get();

        assertThat(ledger().read(TODAY).get()).isEqualTo(Map.of("one", 6L, "two", 7L));
    }

    @Test
    void periodsAreApart() throws Exception {
        ledger().write("one", YESTERDAY, 5).get();
        ledger().write("two", TODAY, 7).get();

        assertThat(ledger().read(YESTERDAY).get()).isEqualTo(Map.of("one", 5L));
        assertThat(ledger().read(TODAY).get()).isEqualTo(Map.of("two", 7L));
    }

    @Test
    void whatHasEndedIsForgottenAndNothingElse() throws Exception {
        ledger().write("one", YESTERDAY, 5).get();
        ledger().write("two", TODAY, 7).get();

        ledger().forget(NOW).get();

        assertThat(ledger().read(YESTERDAY).get()).isEmpty();
        assertThat(ledger().read(TODAY).get()).isEqualTo(Map.of("two", 7L));
    }

    @Test
    void largeAmountsAreKeptToTheLastDigit() throws Exception {
        ledger().write("one", TODAY, 9_007_199_254_740_993L).get();

        assertThat(ledger().read(TODAY).get()).containsEntry("one", 9_007_199_254_740_993L);
    }

    @Test
    void manyOwnersThatRaceNeverSpendMoreThanTheBudget() throws Exception {
        long request = BUDGET.nanos() / 333;
        AtomicLong spent = new AtomicLong();
        ExecutorService owners = Executors.newFixedThreadPool(8);
        List<Future<?>> ends = new ArrayList<>();
        List<Purse> purses = new ArrayList<>();
        for (int owner = 0; owner < 8; owner++) {
            Purse purse = new BudgetPurse(
                    BUDGET,
                    ledger(),
                    "owner-" + owner,
                    Clock.fixed(NOW, ZoneOffset.UTC),
                    new TimerAlarm(),
                    new Random(owner),
                    failure -> spent.addAndGet(Long.MAX_VALUE / 2));
            purses.add(purse);
            ends.add(owners.submit(() -> {
                while (!purse.spent()) {
                    CountDownLatch woken = new CountDownLatch(1);
                    if (purse.take(request, woken::countDown)) {
                        spent.addAndGet(request);
                        purse.settle(request, request);
                    } else {
                        // Woken by a lease; by nobody once the budget is spent.
                        while (!purse.spent() && !woken.await(10, TimeUnit.MILLISECONDS)) {
                            Thread.onSpinWait();
                        }
                    }
                }
                return null;
            }));
        }

        for (Future<?> end : ends) {
            end.get(60, TimeUnit.SECONDS);
        }
        owners.shutdown();
        long leased = total();
        purses.forEach(Purse::close);

        assertThat(leased).isLessThanOrEqualTo(BUDGET.nanos());
        assertThat(spent.get()).isLessThanOrEqualTo(BUDGET.nanos()).isGreaterThan(BUDGET.nanos() * 8 / 10);
        // What was leased and not spent is given back.
        assertThat(total()).isEqualTo(spent.get());
    }

    private long total() throws Exception {
        return ledger().read(TODAY).get().values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private SpendLedger ledger() {
        SpendLedger ledger = open();
        opened.add(ledger);
        return ledger;
    }
}
