package io.millrace.answer;

import io.millrace.failure.RejectedException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests in as far as their tenant's limits go. What a request may take of the day's tokens is set aside when it
 * comes in, and what it didn't take is given back when it leaves: requests under way can't go over the limit together. All
 * requests of a tenant must come here. Safe for use by many threads.
 */
final class Admission {
    private final TenantLimits limits;
    private final TokensTaken remembered;
    private final Clock clock;
    /** Requests under way, of tenants that have some; guarded by this, as all below. */
    private final Map<@Nullable String, Integer> underWay = new HashMap<>();
    /** What was taken {@link #today}. */
    private final Map<@Nullable String, Day> days = new HashMap<>();

    private LocalDate today = LocalDate.MIN;

    /** @param remembered asked for what a tenant took before its first request of a day came here, as before a restart */
    Admission(TenantLimits limits, TokensTaken remembered, Clock clock) {
        this.limits = limits;
        this.remembered = remembered;
        this.clock = clock;
    }

    /** Lets everybody in. */
    static Admission open() {
        return new Admission(TenantLimits.NONE, TokensTaken.NOTHING, Clock.systemUTC());
    }

    /** Requests of a tenant that may be under way at once. */
    int mostAtOnce() {
        Integer limit = limits.concurrentRequests();
        return limit == null ? Integer.MAX_VALUE : limit;
    }

    /** Tells the tokens that models took for a tenant, or for no tenant, from one moment until before another. */
    interface TokensTaken {
        /** Where nothing is remembered. */
        TokensTaken NOTHING = (tenant, from, until) -> CompletableFuture.completedFuture(0L);

        CompletableFuture<Long> between(@Nullable String tenant, Instant from, Instant until);
    }

    /** A tenant's tokens of one day. */
    private static final class Day {
        private final LocalDate date;
        private final CompletableFuture<Long> before;
        private long taken;
        private long setAside;

        Day(LocalDate date, CompletableFuture<Long> before) {
            this.date = date;
            this.before = before;
        }
    }

    /**
     * A place for a request. The future fails with a {@link RejectedException} that names the limit, or as looking up what
     * is remembered did.
     *
     * @param tenant whose request it is, or null for nobody's
     * @param most tokens that it may take; asked only where they are limited
     */
    CompletableFuture<Place> enter(@Nullable String tenant, LongSupplier most) {
        Day day = day(tenant);
        return day.before.thenApply(before -> begin(tenant, day, most));
    }

    private synchronized Place begin(@Nullable String tenant, Day day, LongSupplier most) {
        int others = underWay.getOrDefault(tenant, 0);
        if (others >= mostAtOnce()) {
            throw new RejectedException(
                    "too-many-requests",
                    "%d requests of this tenant are being answered, as many as may be at once (query.limits.concurrent-requests): ask again when one of them is answered"
                            .formatted(others));
        }
        Place place = new Place(tenant, day);
        place.setAside(most);
        underWay.put(tenant, others + 1);
        return place;
    }

    private synchronized Day day(@Nullable String tenant) {
        LocalDate date = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (!date.equals(today)) {
            today = date;
            days.clear();
        }
        if (limits.tokensPerDay() == null) {
            return new Day(date, CompletableFuture.completedFuture(0L));
        }
        Day known = days.get(tenant);
        if (known != null && !known.before.isCompletedExceptionally()) {
            return known;
        }
        Day day = new Day(date, remembered.between(tenant, start(date), start(date.plusDays(1))));
        days.put(tenant, day);
        return day;
    }

    private static Instant start(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The place of one request. */
    final class Place {
        private final @Nullable String tenant;
        private final Day day;
        private long setAside;

        private Place(@Nullable String tenant, Day day) {
            this.tenant = tenant;
            this.day = day;
        }

        /**
         * Sets tokens aside, beside those that are.
         *
         * @param tokens asked only where they are limited
         * @throws RejectedException that names the limit, and nothing is set aside
         */
        void setAside(LongSupplier tokens) {
            Long perRequest = limits.tokensPerRequest();
            Long perDay = limits.tokensPerDay();
            if (perRequest == null && perDay == null) {
                return;
            }
            long more = tokens.getAsLong();
            synchronized (Admission.this) {
                long most = setAside + more;
                if (perRequest != null && most > perRequest) {
                    throw new RejectedException(
                            "too-many-tokens",
                            "answering may take %d tokens, and a request must take no more than %d (query.limits.tokens-per-request): ask a shorter question"
                                    .formatted(most, perRequest));
                }
                long used = day.before.join() + day.taken + day.setAside;
                if (perDay != null && used + more > perDay) {
                    throw new RejectedException(
                            "tokens-used-up",
                            "answering may take %d tokens, and of the %d that a tenant has a day (query.limits.tokens-per-day), %d are taken or set aside: there are new ones from %s on"
                                    .formatted(most, perDay, used, start(day.date.plusDays(1))));
                }
                day.setAside += more;
                setAside = most;
            }
        }

        /** Gives the place back. Once. */
        void leave(long taken) {
            synchronized (Admission.this) {
                day.setAside -= setAside;
                day.taken += taken;
                underWay.computeIfPresent(tenant, (name, count) -> count == 1 ? null : count - 1);
            }
        }

        /** Tokens that are set aside. */
        long most() {
            synchronized (Admission.this) {
                return setAside;
            }
        }
    }
}
