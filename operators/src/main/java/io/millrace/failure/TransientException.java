package io.millrace.failure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A passing failure: the same call may work later. */
public final class TransientException extends ClassifiedException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    public TransientException(String code, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(FailureKind.TRANSIENT, code, message, cause);
        this.retryAfter = retryAfter;
    }

    public TransientException(String code, String message, @Nullable Throwable cause) {
        this(code, message, null, cause);
    }

    @Override
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
