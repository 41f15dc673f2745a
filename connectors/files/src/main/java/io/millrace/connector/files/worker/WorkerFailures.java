package io.millrace.connector.files.worker;

import io.millrace.connector.files.ParseLimits;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import io.millrace.failure.RejectedException;
import io.millrace.failure.TransientException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Says what went wrong with a worker: for a document that was its fault, or with the machine. */
final class WorkerFailures {
    // What Java says when its command line is wrong, or when it can't have the memory that it asks for.
    private static final List<String> REFUSALS =
            List.of("Error occurred during initialization of VM", "Error: Could not ");

    private WorkerFailures() {}

    static RejectedException timeout(ParseLimits limits) {
        return new RejectedException(
                "parse-timeout",
                "Parsing the document took more than %d ms (parsing.timeout)"
                        .formatted(limits.timeout().toMillis()));
    }

    static RejectedException ended(WorkerEndedException end, ParseLimits limits) {
        if (end.isOutOfMemory()) {
            return new RejectedException(
                    "out-of-memory",
                    "Parsing the document took more than %d MiB of memory (parsing.memory)"
                            .formatted(limits.memory() >> 20),
                    end);
        }
        return new RejectedException(
                "parser-crashed", "Parsing the document crashed the parser: " + end.getMessage(), end);
    }

    static TransientException interrupted(InterruptedException cause) {
        return new TransientException("parse-interrupted", "Interrupted while a document was parsed", cause);
    }

    static TransientException notStarted(IOException cause) {
        return new TransientException("parser-start", "Can't start a parser process: " + cause.getMessage(), cause);
    }

    static TransientException slowStart(Duration timeout) {
        return new TransientException(
                "parser-start",
                "A parser process wasn't ready after %d s: is the machine overloaded?".formatted(timeout.toSeconds()),
                null);
    }

    /**
     * A worker that ended before it parsed anything.
     *
     * @param complaint what it wrote; it has seen no document, so none is in it
     */
    static ClassifiedException diedAtStart(WorkerEndedException end, String complaint, ParseLimits limits) {
        String message = "A parser process with %d MiB of memory (parsing.memory) can't be started: %s"
                .formatted(limits.memory() >> 20, end.getMessage());
        return REFUSALS.stream().anyMatch(complaint::contains)
                ? new FatalException("parser-start", message + ": " + complaint, end)
                : new TransientException("parser-start", message, end);
    }
}
