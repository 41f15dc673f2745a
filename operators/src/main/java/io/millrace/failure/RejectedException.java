package io.millrace.failure;

import org.jspecify.annotations.Nullable;

/** An input that can't ever work. */
public final class RejectedException extends ClassifiedException {
    private static final long serialVersionUID = 1L;

    public RejectedException(String code, String message, @Nullable Throwable cause) {
        super(FailureKind.REJECTED, code, message, cause);
    }

    public RejectedException(String code, String message) {
        this(code, message, null);
    }
}
