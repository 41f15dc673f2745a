package io.millrace.usage;

import io.millrace.failure.Backoff;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.Retrier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One owner's part of a budget that many spend from. What it spends it leases before, a small part of the budget at a
 * time: it writes its own total into the ledger, then reads everybody's. Is their sum within the budget, it has the
 * lease; else it takes its own back. Of two that race, the one that reads later sees the other's total, so the sum of
 * what was leased never exceeds the budget. What an owner that was killed hadn't spent is lost to the period.
 */
public final class BudgetPurse implements Purse {
    private static final Logger LOG = LoggerFactory.getLogger(BudgetPurse.class);

    /** Into so many parts the budget is leased: the fewer, the more a killed owner takes along. */
    private static final long PARTS = 50;
    /** Of two that race for the rest, both may be refused. */
    private static final int TRIES = 6;

    private static final long JITTER_MILLIS = 200;
    /** Clocks differ by less: what has just ended for one may not have for another. */
    private static final Duration KEPT = Duration.ofHours(1);
    /** A clock may be set, or its machine have slept: a pause looks at it this often. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Budget budget;
    private final SpendLedger ledger;
    private final Clock clock;
    private final Alarm alarm;
    private final RandomGenerator random;
    private final Consumer<ClassifiedException> failed;

    /** Guards the account, and what belongs to it. Neither the ledger nor a wake is called with it. */
    private final Object lock = new Object();

    private final Account account;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean leasing;
    private boolean alarmed;
    private boolean closed;
    private int failures;

    /**
     * A purse.
     *
     * @param owner a name that no other purse has, in this attempt or any other
     * @param clock says which period it is
     * @param alarm runs what comes later
     * @param failed told of what a person must mend
     */
    public BudgetPurse(
            Budget budget,
            SpendLedger ledger,
            String owner,
            Clock clock,
            Alarm alarm,
            RandomGenerator random,
            Consumer<ClassifiedException> failed) {
        this.budget = budget;
        this.ledger = ledger;
        this.clock = clock;
        this.alarm = alarm;
        this.random = random;
        this.failed = failed;
        this.account = new Account(owner, budget.window(clock.instant()));
    }

    /** Runs a task later, on a thread of its own. What was to come is dropped when it is closed. */
    public interface Alarm extends AutoCloseable {
        void after(Duration delay, Runnable task);

        @Override
        void close();
    }

    @Override
    public boolean take(long nanos, Runnable wake) {
        boolean ask;
        synchronized (lock) {
            roll();
            if (account.take(nanos)) {
                return true;
            }
            waiting.add(wake);
            ask = !leasing && !closed && !account.isRefused();
            leasing |= ask;
        }
        if (ask) {
            lease(1);
        }
        return false;
    }

    @Override
    public void settle(long taken, long cost) {
        List<Runnable> woken = new ArrayList<>();
        synchronized (lock) {
            roll();
            account.settle(taken, cost);
            if (account.canPay()) {
                woken.addAll(waiting);
                waiting.clear();
            }
        }
        woken.forEach(Runnable::run);
    }

    @Override
    public boolean spent() {
        synchronized (lock) {
            roll();
            return account.isRefused();
        }
    }

    /** Gives back what wasn't spent, and writes what was overspent; waits for that for a few seconds. */
    @Override
    public void close() {
        boolean differs;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            waiting.clear();
            // A lease that is under way may yet be written: then what it is for is lost to the period.
            differs = !leasing && account.spent() != account.leased();
        }
        alarm.close();
        try {
            if (differs) {
                ledger.write(account.owner(), account.window(), account.spent())
                        .get(CLOSING.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("What wasn't spent couldn't be given back", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ledger.close();
        }
    }

    /**
     * With the lock. A new period begins with nothing leased. A clock that is set back by a little leaves an owner in the
     * period that has begun; one that was wrong by much is followed, or a pause could last for years.
     */
    private void roll() {
        Instant now = clock.instant();
        Instant end = account.window().end();
        boolean isOver = !now.isBefore(end);
        if (!isOver && !budget.window(now.plus(KEPT)).end().isBefore(end)) {
            return;
        }
        if (account.isRefused()) {
            LOG.info("embedding.budget of {} begins anew: embedding goes on", budget);
        }
        account.begin(budget.window(now));
    }

    /** One lease is under way at a time; whoever started it has set {@code leasing}. */
    private void lease(int attempt) {
        Lease lease;
        boolean first;
        synchronized (lock) {
            roll();
            first = account.leased() == 0;
            lease = account.lease(Math.max(1, budget.nanos() / PARTS));
        }
        if (first && attempt == 1) {
            var unused = ledger.forget(clock.instant().minus(KEPT));
        }
        writing(
                () -> ledger.write(lease.owner(), lease.window(), lease.before() + lease.amount()),
                () -> reading(lease, attempt));
    }

    private void reading(Lease lease, int attempt) {
        var unused = Retrier.start(() -> ledger.read(lease.window())).whenComplete((totals, failure) -> {
            if (failure == null) {
                long sum = totals.values().stream().mapToLong(Long::longValue).sum();
                judge(lease, attempt, sum);
                return;
            }
            int tries;
            synchronized (lock) {
                tries = ++failures;
            }
            // Nothing is known of the sum, and asking again does no harm: the lease stands in the ledger.
            later(failure, tries, () -> reading(lease, attempt));
        });
    }

    private void judge(Lease lease, int attempt, long sum) {
        if (sum <= budget.nanos()) {
            end(() -> account.granted(lease));
            return;
        }
        long left = budget.nanos() - (sum - lease.amount());
        writing(() -> ledger.write(lease.owner(), lease.window(), lease.before()), () -> {
            boolean again;
            synchronized (lock) {
                account.leftOver(left);
                again = attempt < TRIES && !closed;
            }
            if (again) {
                alarm.after(Duration.ofMillis(1 + random.nextLong(JITTER_MILLIS)), () -> lease(attempt + 1));
            } else {
                end(() -> refuse(lease));
            }
        });
    }

    /** With the lock. */
    private void refuse(Lease lease) {
        if (!lease.window().equals(account.window())) {
            return;
        }
        account.refused();
        LOG.warn(
                "embedding.budget of {} is spent: embedding pauses until {}; nothing is lost",
                budget,
                lease.window().end());
        awaitPeriod();
    }

    /** With the lock. */
    private void awaitPeriod() {
        if (alarmed || closed) {
            return;
        }
        alarmed = true;
        Duration rest = Duration.between(clock.instant(), account.window().end());
        Duration look = rest.compareTo(LOOK) < 0 ? rest.plusMillis(1) : LOOK;
        alarm.after(look.isNegative() ? Duration.ofMillis(1) : look, this::look);
    }

    private void look() {
        List<Runnable> woken = new ArrayList<>();
        synchronized (lock) {
            alarmed = false;
            roll();
            if (account.isRefused()) {
                awaitPeriod();
            } else {
                woken.addAll(waiting);
                waiting.clear();
            }
        }
        woken.forEach(Runnable::run);
    }

    private void end(Runnable change) {
        List<Runnable> woken = new ArrayList<>();
        synchronized (lock) {
            if (failures > 0) {
                LOG.info("embedding.budget can be leased from again");
            }
            failures = 0;
            change.run();
            leasing = false;
            // Until the period is over there is no more; whoever waits is told then.
            if (!account.isRefused()) {
                woken.addAll(waiting);
                waiting.clear();
            }
        }
        woken.forEach(Runnable::run);
    }

    private void writing(Supplier<CompletableFuture<Void>> write, Runnable then) {
        var unused = Retrier.start(write).whenComplete((written, failure) -> {
            if (failure == null) {
                then.run();
                return;
            }
            int tries;
            synchronized (lock) {
                // It may take place all the same, after what is written next: the same then, and later another name.
                account.doubt();
                tries = ++failures;
            }
            later(failure, tries, () -> writing(write, then));
        });
    }

    private void later(Throwable failure, int tries, Runnable again) {
        ClassifiedException classified = ClassifiedException.of(failure);
        synchronized (lock) {
            if (closed) {
                return;
            }
        }
        if (classified.kind() != FailureKind.TRANSIENT) {
            failed.accept(classified);
            return;
        }
        if (tries == 1) {
            LOG.warn(
                    "embedding.budget can't be leased from: {}; trying again for as long as it takes",
                    classified.getMessage());
        }
        alarm.after(Backoff.STANDARD.after(tries, classified.retryAfter(), random), again);
    }
}
