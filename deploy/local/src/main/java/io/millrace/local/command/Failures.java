package io.millrace.local.command;

import io.millrace.embedded.kafka.EmbeddedKafkaException;
import io.millrace.failure.ClassifiedException;
import io.millrace.job.config.bind.ConfigurationException;
import io.millrace.local.LogFile;
import io.millrace.local.client.OutputClosedException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.flink.util.SerializedThrowable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Says in a line what went wrong; stack traces are for the log file. */
final class Failures implements CommandLine.IExecutionExceptionHandler {
    static final int FAILED = 1;
    static final int UNUSABLE = 2;
    /** As a shell says of what ended because nobody reads it any more (SIGPIPE). */
    static final int OUTPUT_CLOSED = 128 + 13;

    /** Not below io.millrace, whose warnings show on the console. */
    private static final Logger LOG = LoggerFactory.getLogger("failures");

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        if (failure instanceof OutputClosedException) {
            return OUTPUT_CLOSED;
        }
        if (!isForPeople(failure)) {
            LOG.error("The command failed", failure);
        }
        if (Shutdown.isSignalled()) {
            return FAILED;
        }
        line.getErr().println(message(failure));
        line.getErr().flush();
        return failure instanceof UsageException || failure instanceof ConfigurationException ? UNUSABLE : FAILED;
    }

    /** What a person can mend, if the failure says so anywhere; otherwise the innermost cause, and where to read on. */
    static String message(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = causeOf(cause)) {
            if (isForPeople(cause)) {
                return String.valueOf(cause.getMessage());
            }
        }
        Throwable innermost = failure;
        for (Throwable cause = failure; cause != null; cause = causeOf(cause)) {
            innermost = cause;
        }
        return "Unexpected failure: %s. All of it is in %s".formatted(innermost, LogFile.path());
    }

    private static boolean isForPeople(Throwable failure) {
        return failure instanceof UsageException
                || failure instanceof ConfigurationException
                || failure instanceof ClassifiedException
                || failure instanceof EmbeddedKafkaException
                // The embedded store's, whose message is complete.
                || failure instanceof UncheckedIOException;
    }

    /** Flink carries failures between its parts in serialised form. */
    private static @Nullable Throwable causeOf(Throwable failure) {
        Throwable cause = failure instanceof SerializedThrowable serialized
                ? serialized.deserializeError(Failures.class.getClassLoader())
                : failure.getCause();
        if (cause == failure) {
            return failure.getCause();
        }
        return cause instanceof CompletionException || cause instanceof ExecutionException
                ? (cause.getCause() == null ? cause : cause.getCause())
                : cause;
    }
}
