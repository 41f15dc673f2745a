package io.millrace.connector.http;

import io.millrace.model.wire.ErrorBody;
import io.millrace.model.wire.ErrorRules;
import io.millrace.model.wire.Verdict;
import org.jspecify.annotations.Nullable;

/** What Cohere means by its statuses. */
record CohereErrors() implements ErrorRules {
    @Override
    public @Nullable Verdict verdict(int status, ErrorBody body) {
        return switch (status) {
            // A token in the request is on a list of blocked ones.
            case 498 -> Verdict.INPUT_REFUSED;
            // Somebody on the way cancelled it.
            case 499 -> Verdict.BUSY;
            // Not implemented: no later either.
            case 501 -> Verdict.MODEL_UNFIT;
            default -> null;
        };
    }
}
