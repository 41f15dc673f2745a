package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * An OpenAI-compatible server on the loopback address, a thread for each connection. Safe for use by many threads.
 *
 * <pre>{@code
 * try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults())) {
 *     stub.failNext(Fault.rateLimited("2"), Fault.status(503));
 *     // point embedding.base-url at stub.baseUrl()
 * }
 * }</pre>
 */
public final class StubOpenAi implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final int BACKLOG = 1024;

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "stub-openai");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Calls calls;
    private final Faults faults = new Faults();
    private final ChatEndpoint chat = new ChatEndpoint();
    private final StubLimits limits;
    private final StubServing serving;

    private StubOpenAi(StubOptions options, ServerSocket listener) {
        this.listener = listener;
        calls = new Calls(options);
        limits = new StubLimits(options, System.nanoTime());
        serving = new StubServing(options, calls, faults, limits, chat);
    }

    /** Starts a server; close it after. */
    public static StubOpenAi start(StubOptions options) {
        try {
            ServerSocket listener = new ServerSocket(options.port(), BACKLOG, InetAddress.getLoopbackAddress());
            StubOpenAi stub = new StubOpenAi(options, listener);
            stub.threads.execute(stub::accept);
            return stub;
        } catch (IOException failure) {
            throw new UncheckedIOException("The stub can't listen on port " + options.port(), failure);
        }
    }

    /** What {@code embedding.base-url} and {@code chat.base-url} are to be set to. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/v1");
    }

    /** The calls that are over, in the order in which they ended. */
    public List<StubCall> calls() {
        return calls.finished();
    }

    /** The sums over the calls that are over. */
    public StubTotals totals() {
        return calls.totals();
    }

    /** Answered embedding calls that held this text; 0 unless the options count texts. */
    public int timesAnswered(String text) {
        return calls.timesAnswered(text);
    }

    /** Forgets the calls that are over, and fills the allowances up. What is in flight won't be counted. */
    public void forget() {
        calls.forget();
        limits.refill(System.nanoTime());
    }

    /** The most calls that there were in flight at once. */
    public int peakInFlight() {
        return calls.peak();
    }

    /** Connections that clients have opened, closed ones included. */
    public int connectionsAccepted() {
        return accepted.get();
    }

    /** Calls that have arrived and aren't over. */
    public int inFlight() {
        return calls.inFlight();
    }

    /** Whether so many calls were in flight at once before patience ran out. */
    public boolean awaitInFlight(int count, Duration patience) throws InterruptedException {
        return calls.awaitInFlight(count, patience);
    }

    /** Whether so many calls were over before patience ran out. */
    public boolean awaitCalls(int count, Duration patience) throws InterruptedException {
        return calls.awaitFinished(count, patience);
    }

    /** Orders a fault for each of the next calls, on either path. */
    public void failNext(Fault... next) {
        faults.order(List.of(next));
    }

    /** Orders one fault for every call, after those of {@link #failNext}, until {@link #recover()}. */
    public void failUntilRecovered(Fault fault) {
        faults.outage(fault);
    }

    /** Ends {@link #failUntilRecovered}. */
    public void recover() {
        faults.outage(null);
    }

    /**
     * Lets calls fail by chance, after those of {@link #failNext} and but for an outage.
     *
     * @param seed the same faults in the same order for the same one
     * @param shares of all calls, from 0 to 1 each and together; none for no more faults
     */
    public void failAtRandom(long seed, Map<Fault, Double> shares) {
        faults.random(new FaultDice(seed, shares));
    }

    /** Refuses, with 400, every embedding request that holds such a text. */
    public void refuseTexts(Predicate<String> refused) {
        faults.refuse(refused);
    }

    /** What the chat model says next, before its own answers. */
    public void replyNext(String... replies) {
        chat.replyNext(List.of(replies));
    }

    /** Lets calls arrive, and answers none until {@link #release()}. */
    public void hold() {
        calls.hold(true);
    }

    /** Answers what {@link #hold()} has kept. */
    public void release() {
        calls.hold(false);
    }

    /** Stops listening and drops every connection. */
    @Override
    public void close() {
        try {
            listener.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("The stub can't close", failure);
        } finally {
            threads.shutdownNow();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket connection = listener.accept();
                accepted.incrementAndGet();
                connections.add(connection);
                threads.execute(() -> serve(connection));
            } catch (IOException failure) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException("The stub can't accept", failure);
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            serving.serve(connection);
        } catch (IOException gone) {
            // The client's side is closed, or ours: either way this connection has had its day.
            return;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }
}
