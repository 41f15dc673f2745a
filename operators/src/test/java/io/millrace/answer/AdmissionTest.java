package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.answer.Admission.Place;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.RejectedException;
import io.millrace.failure.TransientException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final Map<@Nullable String, Long> remembered = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final ManualClock clock = new ManualClock();

    @Test
    void refusesWhatIsOneTooManyAtOnceAndTakesItOnceAnotherHasLeft() {
        Admission admission = admission(new TenantLimits(2, null, null));
        Place first = enter(admission, "acme", 0);
        enter(admission, "acme", 0);

        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> enter(admission, "acme", 0))
                .withMessage(
                        "2 requests of this tenant are being answered, as many as may be at once (query.limits.concurrent-requests): ask again when one of them is answered")
                .returns("too-many-requests", ClassifiedException::code);

        first.leave(0);
        assertThatCode(() -> enter(admission, "acme", 0)).doesNotThrowAnyException();
    }

    @Test
    void countsEachTenantByItselfAndThoseWithoutOneTogether() {
        Admission admission = admission(new TenantLimits(1, null, 100L));
        enter(admission, "acme", 100);

        assertThatCode(() -> enter(admission, "other", 100)).doesNotThrowAnyException();
        enter(admission, null, 100);
        assertThatThrownBy(() -> enter(admission, null, 0)).isInstanceOf(RejectedException.class);
    }

    @Test
    void refusesARequestThatMayTakeMoreThanOneMay() {
        Admission admission = admission(new TenantLimits(null, 100L, null));

        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> enter(admission, "acme", 101))
                .withMessage(
                        "answering may take 101 tokens, and a request must take no more than 100 (query.limits.tokens-per-request): ask a shorter question")
                .returns("too-many-tokens", ClassifiedException::code);
        Place place = enter(admission, "acme", 60);
        assertThatThrownBy(() -> place.setAside(() -> 41)).isInstanceOf(RejectedException.class);
        assertThatCode(() -> place.setAside(() -> 40)).doesNotThrowAnyException();
    }

    @Test
    void setsAsideWhatARequestMayTakeAndGetsBackWhatItDidNot() {
        Admission admission = admission(new TenantLimits(null, null, 100L));
        Place first = enter(admission, "acme", 60);

        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> enter(admission, "acme", 60))
                .withMessage(
                        "answering may take 60 tokens, and of the 100 that a tenant has a day (query.limits.tokens-per-day), 60 are taken or set aside: there are new ones from 2026-11-29T00:00:00Z on")
                .returns("tokens-used-up", ClassifiedException::code);

        first.leave(40);
        Place second = enter(admission, "acme", 60);
        second.leave(60);
        assertThatThrownBy(() -> enter(admission, "acme", 1)).isInstanceOf(RejectedException.class);
    }

    @Test
    void knowsWhatWasTakenBeforeItWasThereAndAsksForItOnce() {
        Admission admission = admission(new TenantLimits(null, null, 100L));
        remembered.put("acme", 90L);

        enter(admission, "acme", 10).leave(10);

        assertThatThrownBy(() -> enter(admission, "acme", 1)).isInstanceOf(RejectedException.class);
        assertThat(asked).containsExactly("acme 2026-11-28T00:00:00Z 2026-11-29T00:00:00Z");
    }

    @Test
    void startsAnewEachDay() {
        Admission admission = admission(new TenantLimits(null, null, 100L));
        Place late = enter(admission, "acme", 100);

        clock.now = Instant.parse("2026-11-29T00:00:00Z");

        Place next = enter(admission, "acme", 100);
        late.leave(100);
        assertThat(next.most()).isEqualTo(100);
        assertThatThrownBy(() -> enter(admission, "acme", 1)).isInstanceOf(RejectedException.class);
        assertThat(asked).last().isEqualTo("acme 2026-11-29T00:00:00Z 2026-11-30T00:00:00Z");
    }

    @Test
    void asksAgainWhereWhatWasTakenCouldNotBeRead() {
        TransientException trouble = new TransientException("unavailable", "try later", null);
        List<CompletableFuture<Long>> replies = new ArrayList<>(
                List.of(CompletableFuture.failedFuture(trouble), CompletableFuture.completedFuture(0L)));
        Admission admission =
                new Admission(new TenantLimits(null, null, 100L), (tenant, from, until) -> replies.remove(0), clock);

        assertThatThrownBy(() -> enter(admission, "acme", 1)).isSameAs(trouble);
        assertThatCode(() -> enter(admission, "acme", 1)).doesNotThrowAnyException();
    }

    @Test
    void countsNoTokensWhereTheyAreNotLimited() {
        assertThatCode(() -> Admission.open()
                        .enter(null, () -> {
                            throw new AssertionError("nobody wants to know");
                        })
                        .join()
                        .leave(7))
                .doesNotThrowAnyException();
    }

    private Admission admission(TenantLimits limits) {
        return new Admission(
                limits,
                (tenant, from, until) -> {
                    asked.add(tenant + " " + from + " " + until);
                    return CompletableFuture.completedFuture(remembered.getOrDefault(tenant, 0L));
                },
                clock);
    }

    private static Place enter(Admission admission, @Nullable String tenant, long most) {
        try {
            return admission.enter(tenant, () -> most).join();
        } catch (CompletionException e) {
            throw ClassifiedException.of(e);
        }
    }

    private static final class ManualClock extends Clock {
        private Instant now = Instant.parse("2026-11-28T12:00:00Z");

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
