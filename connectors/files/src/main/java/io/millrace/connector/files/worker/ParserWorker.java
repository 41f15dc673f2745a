package io.millrace.connector.files.worker;

import io.millrace.connector.files.ParseLimits;
import io.millrace.connector.files.TikaContentParser;
import io.millrace.document.Bytes;
import io.millrace.failure.RejectedException;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.LogManager;
import org.jspecify.annotations.Nullable;

/**
 * The main class of a worker: parses what arrives at standard input, one document after the other, and writes replies to
 * standard output. Ends when standard input does.
 */
final class ParserWorker {
    /** What a worker says once it can parse. */
    static final int READY = 0x4D494C4C;

    /** The exit status of a JVM with {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int OUT_OF_MEMORY = 3;

    private static final Path OUT_OF_MEMORY_SCORE = Path.of("/proc/self/oom_score_adj");

    private ParserWorker() {}

    /** The arguments of {@link #main} in a process that this one starts. */
    static List<String> arguments(ParseLimits limits) {
        return List.of(
                String.valueOf(ProcessHandle.current().pid()),
                String.valueOf(limits.maxCharacters()),
                String.valueOf(limits.maxDepth()));
    }

    public static void main(String[] arguments) throws Exception {
        DataOutputStream replies =
                new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16));
        // Whoever prints can't be taken for a reply.
        System.setOut(System.err);
        LogManager.getLogManager().reset();
        Confinement.apply();
        ParentWatch.start(Long.parseLong(arguments[0]));
        offerToBeKilledFirst();
        int maxCharacters = Integer.parseInt(arguments[1]);
        int maxDepth = Integer.parseInt(arguments[2]);
        // Time and memory are kept from outside.
        ParseLimits limits = new ParseLimits(maxCharacters, maxDepth, Duration.ofDays(1), ParseLimits.LEAST_MEMORY);
        serve(new TikaContentParser(limits), replies);
    }

    private static void serve(TikaContentParser parser, DataOutputStream replies)
            throws IOException, InterruptedException {
        // Loads the tables of types, so that the first document's time is its own.
        parser.parse(Bytes.utf8("<p>ready</p>"), "text/html", null);
        RequestReader requests = RequestReader.start();
        replies.writeInt(READY);
        replies.flush();
        while (true) {
            answer(parser, requests.next()).write(replies);
        }
    }

    private static ParseReply answer(TikaContentParser parser, ParseRequest request) {
        try {
            return ParseReply.of(parser.parse(request.content(), request.contentType(), request.name()));
        } catch (RejectedException e) {
            Error error = errorIn(e);
            if (error instanceof OutOfMemoryError) {
                // As the JVM itself does, which doesn't see one that Java code has thrown.
                Runtime.getRuntime().halt(OUT_OF_MEMORY);
            }
            // A class that was hit by an error while it was loaded stays broken for the documents to come.
            return ParseReply.of(e.reason(), error != null);
        }
    }

    private static @Nullable Error errorIn(Throwable failure) {
        Throwable cause = failure;
        // Bounded: a chain of causes can be a ring.
        for (int i = 0; i < 20 && cause != null; i++) {
            if (cause instanceof Error error) {
                return error;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** Where memory runs out on the machine, Linux should end this process and spare its parent. */
    private static void offerToBeKilledFirst() {
        if (!Files.isWritable(OUT_OF_MEMORY_SCORE)) {
            return;
        }
        try {
            Files.writeString(OUT_OF_MEMORY_SCORE, "1000");
        } catch (IOException e) {
            System.err.println("the out-of-memory score stays as it is: " + e.getMessage());
        }
    }
}
