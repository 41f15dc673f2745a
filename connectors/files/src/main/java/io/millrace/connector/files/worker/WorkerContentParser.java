package io.millrace.connector.files.worker;

import io.millrace.connector.files.ParseLimits;
import io.millrace.connector.files.TikaContentParser;
import io.millrace.document.Bytes;
import io.millrace.document.ContentParser;
import io.millrace.failure.FatalException;
import io.millrace.failure.RejectedException;
import io.millrace.failure.TransientException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parses documents as {@link TikaContentParser} does, in a process of its own that is killed when it takes too long and
 * ends when it takes too much memory. Whatever a document does, this JVM isn't harmed.
 *
 * <p>What is plainly text that is only decoded is read here, at once: that runs no parser, takes time and memory in
 * proportion to its length, and is most of what comes from a folder of Markdown, which thus needs no other process.
 *
 * <p>The process is started for the first document that needs it, serves many, and is replaced when it has ended, was
 * killed, met an error of its JVM, or has parsed a thousand. Where it ends in the middle of a document after it parsed
 * others, the document is tried again in a new one: what came before may be at fault.
 *
 * <p>Rejects with {@link TikaContentParser}'s codes and {@code parse-timeout}, {@code out-of-memory} and
 * {@code parser-crashed}. Throws a {@link TransientException} when its thread is interrupted or a process can't be had
 * now, and a {@link FatalException} when its Java can't be started as configured.
 *
 * <p>Used by one thread at a time. Several live side by side, each with its own process.
 */
public final class WorkerContentParser implements ContentParser {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerContentParser.class);
    private static final Duration START = Duration.ofMinutes(1);
    private static final int DOCUMENTS_PER_PROCESS = 1000;

    private final ParseLimits limits;
    private final int documentsPerProcess;
    private final TikaContentParser here;
    private @Nullable ParserProcess process;
    private int started;

    public WorkerContentParser(ParseLimits limits) {
        this(limits, DOCUMENTS_PER_PROCESS);
    }

    WorkerContentParser(ParseLimits limits, int documentsPerProcess) {
        this.limits = limits;
        this.documentsPerProcess = documentsPerProcess;
        this.here = new TikaContentParser(limits);
    }

    @Override
    public Parsed parse(Bytes content, @Nullable String contentType, @Nullable String name) throws RejectedException {
        Parsed verbatim = here.parseVerbatim(content, contentType, name);
        return verbatim != null ? verbatim : parseInProcess(new ParseRequest(content, contentType, name));
    }

    /** Ends the process, if there is one. */
    @Override
    public void close() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    /** How many processes there have been. */
    int started() {
        return started;
    }

    /** The process, or null when none is there; for those who want to kill it. */
    @Nullable
    ProcessHandle process() {
        return process == null ? null : process.handle();
    }

    private Parsed parseInProcess(ParseRequest request) {
        ParserProcess used = process;
        if (used != null && used.isUsable() && used.documents() < documentsPerProcess) {
            try {
                return ask(used, request);
            } catch (WorkerEndedException e) {
                LOG.info(
                        "{} after {} documents, in the middle of one: trying it again",
                        e.getMessage(),
                        used.documents());
            }
        }
        try {
            return ask(fresh(), request);
        } catch (WorkerEndedException e) {
            throw WorkerFailures.ended(e, limits);
        }
    }

    private Parsed ask(ParserProcess asked, ParseRequest request) throws WorkerEndedException {
        boolean replied = false;
        try {
            ParseReply reply = asked.ask(request);
            replied = true;
            return reply.result();
        } catch (TimeoutException e) {
            throw WorkerFailures.timeout(limits);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WorkerFailures.interrupted(e);
        } finally {
            if (!replied) {
                close();
            }
        }
    }

    private ParserProcess fresh() {
        close();
        ParserProcess next = start();
        process = next;
        boolean ready = false;
        try {
            next.awaitReady(START);
            ready = true;
            return next;
        } catch (WorkerEndedException e) {
            throw WorkerFailures.diedAtStart(e, next.complaint(), limits);
        } catch (TimeoutException e) {
            throw WorkerFailures.slowStart(START);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw WorkerFailures.interrupted(e);
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    private ParserProcess start() {
        try {
            ParserProcess next = ParserProcess.start(limits);
            started++;
            return next;
        } catch (IOException e) {
            throw WorkerFailures.notStarted(e);
        }
    }
}
