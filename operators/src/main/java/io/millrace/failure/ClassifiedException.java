package io.millrace.failure;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** A failure that its adapter has classified. Its message is fit for logs and answers: no text, no keys. */
public abstract class ClassifiedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;
    private final String code;

    ClassifiedException(FailureKind kind, String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.code = code;
    }

    public final FailureKind kind() {
        return kind;
    }

    /** A stable kebab-case name, such as {@code rate-limited}. */
    public final String code() {
        return code;
    }

    public final Reason reason() {
        return new Reason(code, String.valueOf(getMessage()));
    }

    /** How long the other side asked to be left alone, or null when it said nothing. */
    public @Nullable Duration retryAfter() {
        return null;
    }

    /**
     * The classified failure in a future's failure. What no adapter classified is a defect, so it is fatal: waiting
     * for ever on it, or dropping the input, would hide it.
     */
    public static ClassifiedException of(Throwable failure) {
        Throwable cause = cause(failure);
        if (cause instanceof ClassifiedException classified) {
            return classified;
        }
        return new FatalException("unexpected", "Unexpected failure: " + cause, cause);
    }

    /** The failure itself, out of what futures wrap it in. */
    public static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
