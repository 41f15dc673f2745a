package io.millrace.embedded.kafka;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of one broker: those that Kafka starts belong to the group of the thread that started it, which is how
 * {@link ExitRequests} knows which of a JVM's brokers gave up.
 */
final class BrokerThreads extends ThreadGroup {
    private static final Logger log = LoggerFactory.getLogger(BrokerThreads.class);
    private static final long CLEAN_UP_SECONDS = 10;

    private final CompletableFuture<EmbeddedKafkaException> failure = new CompletableFuture<>();

    BrokerThreads(String name) {
        super(name);
        ExitRequests.intercept();
    }

    /** Completes, never exceptionally, with the first reason for which this broker gave up. */
    CompletableFuture<EmbeddedKafkaException> failure() {
        return failure;
    }

    /** Called by any thread of the broker when Kafka wants to end the JVM. */
    void giveUp(EmbeddedKafkaException reason) {
        if (failure.complete(reason)) {
            log.error("Kafka gave up and is being stopped; the lines before this one say why", reason);
        }
    }

    /**
     * Runs the start-up in this group, and waits until it is done, has failed, or Kafka has given up meanwhile.
     *
     * @param discard takes what was started after nobody waited for it any more
     */
    <T> T start(Callable<T> startUp, Consumer<T> discard) {
        var started = new CompletableFuture<T>();
        var starter = new Thread(this, () -> complete(started, startUp), getName() + "-start");
        starter.start();
        try {
            CompletableFuture.anyOf(started, failure).exceptionally(e -> null).get();
            if (!started.isDone()) {
                awaitCleanUp(started);
            }
            return started.get();
        } catch (InterruptedException e) {
            abandon(starter, started, discard);
            Thread.currentThread().interrupt();
            throw new EmbeddedKafkaException("Interrupted while Kafka was starting", e);
        } catch (TimeoutException e) {
            abandon(starter, started, discard);
            throw failure.join();
        } catch (ExecutionException e) {
            throw asEmbeddedKafkaException(e.getCause() == null ? e : e.getCause());
        }
    }

    private static <T> void complete(CompletableFuture<T> started, Callable<T> startUp) {
        try {
            started.complete(startUp.call());
        } catch (Throwable e) {
            started.completeExceptionally(e);
        }
    }

    // Kafka would have ended the JVM here, so its start-up may wait for what never comes.
    private static void awaitCleanUp(CompletableFuture<?> started)
            throws InterruptedException, ExecutionException, TimeoutException {
        started.get(CLEAN_UP_SECONDS, TimeUnit.SECONDS);
    }

    private static <T> void abandon(Thread starter, CompletableFuture<T> started, Consumer<T> discard) {
        starter.interrupt();
        var unused = started.thenAccept(discard);
    }

    private static EmbeddedKafkaException asEmbeddedKafkaException(Throwable cause) {
        return cause instanceof EmbeddedKafkaException known
                ? known
                : new EmbeddedKafkaException("Kafka didn't start: " + cause.getMessage(), cause);
    }
}
