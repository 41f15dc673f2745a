package io.millrace.connector.http;

import io.millrace.model.wire.ErrorBody;
import io.millrace.model.wire.ErrorRules;
import io.millrace.model.wire.Verdict;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What Google means by its statuses and reasons (google.rpc.Code, google.api.ErrorReason). */
record GoogleErrors() implements ErrorRules {
    @Override
    public @Nullable Verdict verdict(int status, ErrorBody body) {
        String code = body.kebab("");
        String words = body.message().toLowerCase(Locale.ROOT);
        return switch (status) {
            case 400 -> badRequest(code, words);
            case 403 -> forbidden(code, words);
            // Whoever called, or somebody on the way, gave up.
            case 499 -> Verdict.BUSY;
            case 501 -> Verdict.MODEL_UNFIT;
            default -> null;
        };
    }

    /** A key that isn't valid is no 401 here. */
    private static @Nullable Verdict badRequest(String code, String words) {
        if (code.equals("api-key-invalid") || code.equals("api-key-expired") || words.contains("api key not valid")) {
            return Verdict.KEY_REFUSED;
        }
        // Such as: not for keys from this place, or not without billing.
        return code.equals("failed-precondition") ? Verdict.FORBIDDEN : null;
    }

    private static @Nullable Verdict forbidden(String code, String words) {
        if (code.equals("billing-disabled")) {
            return Verdict.NO_BALANCE;
        }
        return words.contains("unregistered callers") ? Verdict.KEY_REFUSED : null;
    }
}
