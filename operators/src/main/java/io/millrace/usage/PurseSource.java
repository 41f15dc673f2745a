package io.millrace.usage;

import io.millrace.failure.ClassifiedException;
import java.io.Serializable;
import java.util.function.Consumer;

/** Opens a purse in the task that spends from it. */
@FunctionalInterface
public interface PurseSource extends Serializable {
    /** Pays for everything. */
    PurseSource UNLIMITED = failed -> Purse.UNLIMITED;

    /**
     * Opens it; its owner closes it.
     *
     * @param failed told once, on any thread, of what a person must mend: until then nothing more can be had
     */
    Purse open(Consumer<ClassifiedException> failed);
}
