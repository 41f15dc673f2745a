package io.millrace.failure;

import java.util.function.Supplier;
import org.apache.flink.runtime.execution.SuppressRestartsException;

/** Tells Flink that restarting can't help. */
public final class Fatal {
    private Fatal() {}

    /** The failure as Flink should see it: one that a person must mend isn't met again and again by restarting. */
    public static RuntimeException stopping(ClassifiedException failure) {
        return failure.kind() == FailureKind.FATAL ? new SuppressRestartsException(failure) : failure;
    }

    /** What can't be, but is: a refusal of what Millrace itself asked for. No restart helps. */
    public static RuntimeException refused(ClassifiedException refusal) {
        return new SuppressRestartsException(
                new FatalException(refusal.code(), String.valueOf(refusal.getMessage()), refusal));
    }

    /** Runs, with a fatal failure made one that stops the job. */
    public static <T> T stopsTheJob(Supplier<T> work) {
        try {
            return work.get();
        } catch (FatalException e) {
            throw new SuppressRestartsException(e);
        }
    }
}
