package io.millrace.failure;

import org.jspecify.annotations.Nullable;

/** A failure that only a person can mend; its message names what to change. */
public final class FatalException extends ClassifiedException {
    private static final long serialVersionUID = 1L;

    public FatalException(String code, String message, @Nullable Throwable cause) {
        super(FailureKind.FATAL, code, message, cause);
    }

    public FatalException(String code, String message) {
        this(code, message, null);
    }
}
