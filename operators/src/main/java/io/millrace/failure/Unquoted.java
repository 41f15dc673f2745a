package io.millrace.failure;

import org.jspecify.annotations.Nullable;

/** A failure as it may be logged: what failed and where, without messages, since those may quote a document. */
public final class Unquoted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_CAUSES = 10;

    private Unquoted(Throwable failure, @Nullable Throwable cause) {
        super(failure.getClass().getName(), cause);
        setStackTrace(failure.getStackTrace());
    }

    /** The failure with its causes. */
    public static Unquoted of(Throwable failure) {
        return of(failure, MAX_CAUSES);
    }

    private static Unquoted of(Throwable failure, int causes) {
        Throwable cause = failure.getCause();
        return new Unquoted(failure, cause == null || causes == 0 ? null : of(cause, causes - 1));
    }
}
