package io.millrace.connector.files.worker;

import io.millrace.connector.files.ParseLimits;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker, from its start to its end. Used by one thread at a time; that thread can be interrupted, since the pipes
 * are read and written on another. After any exception there is nothing left to do with it but to close it.
 */
final class ParserProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ParserProcess.class);
    private static final Duration END = Duration.ofSeconds(10);
    private static final int BUFFER = 1 << 16;

    private final Path directory;
    private final Process process;
    private final ParseLimits limits;
    private final DataOutputStream requests;
    private final DataInputStream replies;
    private final StandardErrorTail errors;
    private final ExecutorService threads;
    private int documents;
    private boolean last;

    private ParserProcess(Path directory, Process process, ParseLimits limits) {
        this.directory = directory;
        this.process = process;
        this.limits = limits;
        this.requests = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), BUFFER));
        this.replies = new DataInputStream(new BufferedInputStream(process.getInputStream(), BUFFER));
        this.errors = new StandardErrorTail(process.getErrorStream());
        // One drains standard error, the other talks to the worker.
        this.threads = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "millrace-parser-" + process.pid());
            thread.setDaemon(true);
            thread.setContextClassLoader(ParserProcess.class.getClassLoader());
            return thread;
        });
        threads.execute(errors);
    }

    /** Starts a worker; it can't parse before {@link #awaitReady}. */
    static ParserProcess start(ParseLimits limits) throws IOException {
        Path directory = WorkerDirectory.create();
        try {
            return new ParserProcess(
                    directory, WorkerCommand.in(directory, limits).start(), limits);
        } catch (IOException e) {
            WorkerDirectory.delete(directory);
            throw e;
        }
    }

    /** Waits until the worker can parse. */
    void awaitReady(Duration timeout) throws WorkerEndedException, TimeoutException, InterruptedException {
        await(
                () -> {
                    int said = replies.readInt();
                    if (said != ParserWorker.READY) {
                        throw new IOException("not what a worker says first: " + said);
                    }
                    return said;
                },
                timeout);
    }

    /** Parses one document. */
    ParseReply ask(ParseRequest request) throws WorkerEndedException, TimeoutException, InterruptedException {
        ParseReply reply = await(
                () -> {
                    request.write(requests);
                    return ParseReply.read(replies, limits);
                },
                limits.timeout());
        documents++;
        last = reply.last();
        return reply;
    }

    /** Documents that it has replied to. */
    int documents() {
        return documents;
    }

    /** Whether it can parse one more document, as far as it is known. */
    boolean isUsable() {
        return !last && process.isAlive();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** What it complained of last, once it has ended; of use where it never came to parse a document. */
    String complaint() {
        return errors.text();
    }

    /** Ends the process, whatever it is doing, and what belongs to it. An interrupt waits until that is done. */
    @Override
    public void close() {
        process.destroyForcibly();
        threads.shutdownNow();
        boolean ended =
                Uninterrupted.await(END, process::waitFor) && Uninterrupted.await(END, threads::awaitTermination);
        if (!ended) {
            LOG.warn("Parser process {} was killed, but hasn't ended after {} s", process.pid(), 2 * END.toSeconds());
        }
        try {
            WorkerDirectory.delete(directory);
        } catch (IOException e) {
            LOG.warn("Can't delete the directory of parser process {}: {}", process.pid(), directory, e);
        }
    }

    private <T> T await(Callable<T> talk, Duration timeout)
            throws WorkerEndedException, TimeoutException, InterruptedException {
        Future<T> future = threads.submit(talk);
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw new WorkerEndedException(status(), failure);
            }
            throw new IllegalStateException("Talking to parser process %d failed".formatted(process.pid()), e);
        }
    }

    /** The exit status of a process that can't be talked to: it has ended, or should. */
    private int status() throws InterruptedException {
        if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
        int status = process.waitFor();
        // Closing the process closes its streams, read or not.
        errors.awaitEnd(END);
        return status;
    }
}
