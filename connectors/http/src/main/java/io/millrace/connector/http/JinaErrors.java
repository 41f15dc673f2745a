package io.millrace.connector.http;

import io.millrace.model.wire.ErrorBody;
import io.millrace.model.wire.ErrorRules;
import io.millrace.model.wire.Verdict;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What Jina means by its statuses and codes. */
record JinaErrors() implements ErrorRules {
    /** Rates are counted by the minute. */
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Override
    public @Nullable Verdict verdict(int status, ErrorBody body) {
        return switch (status) {
            case 400 -> isAbout(body, "input-model-not-found", "model not found") ? Verdict.NO_MODEL : null;
            case 403 -> isAbout(body, "authz-insufficient-balance", "insufficient") ? Verdict.NO_BALANCE : null;
            default -> null;
        };
    }

    /** A call too many at once is over in a moment; of calls or tokens too many in a minute, that isn't so. */
    @Override
    public @Nullable Duration pause(int status, ErrorBody body) {
        String code = body.kebab("");
        return code.equals("rate-token-limit-exceeded") || code.equals("rate-request-limit-exceeded") ? MINUTE : null;
    }

    /** By its code, or by its words: an older form of the body has no code. */
    private static boolean isAbout(ErrorBody body, String code, String words) {
        return body.kebab("").equals(code)
                || body.message().toLowerCase(Locale.ROOT).contains(words)
                || body.message().toLowerCase(Locale.ROOT).replace('_', '-').contains(code);
    }
}
