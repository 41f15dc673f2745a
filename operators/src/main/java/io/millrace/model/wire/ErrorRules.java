package io.millrace.model.wire;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a provider means by its statuses and codes, where that isn't what everybody means by them. */
public interface ErrorRules {
    /** The usual meanings. */
    ErrorRules USUAL = (status, body) -> null;

    /** The meaning, or null for the usual one. */
    @Nullable
    Verdict verdict(int status, ErrorBody body);

    /** How long a busy provider should be left alone that states no time itself; null when nothing is known. */
    default @Nullable Duration pause(int status, ErrorBody body) {
        return null;
    }

    /** What a status means by RFC 9110, and to the providers that were looked at. */
    static Verdict usual(int status) {
        return switch (status) {
            case 401 -> Verdict.KEY_REFUSED;
            case 402 -> Verdict.NO_BALANCE;
            case 403 -> Verdict.FORBIDDEN;
            case 404 -> Verdict.NO_MODEL;
            case 408, 409, 424, 425, 429 -> Verdict.BUSY;
            case 400, 413, 422 -> Verdict.INPUT_REFUSED;
            default -> status >= 500 ? Verdict.BUSY : Verdict.WRONG_SERVER;
        };
    }
}
