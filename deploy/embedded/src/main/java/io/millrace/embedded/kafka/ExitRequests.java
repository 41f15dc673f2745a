package io.millrace.embedded.kafka;

import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;

/** Takes Kafka's wishes to end the JVM: each becomes the failure of the broker whose thread made it. */
final class ExitRequests {
    private ExitRequests() {}

    /** For the whole JVM and for good: Kafka has one {@link Exit}, and a stopped broker's threads may still call it. */
    static void intercept() {
        Exit.setExitProcedure(ExitRequests::take);
        Exit.setHaltProcedure(ExitRequests::take);
    }

    // Returns to Kafka, whose threads then end by themselves or with the broker.
    private static void take(int status, @Nullable String message) {
        var reason = new EmbeddedKafkaException("Kafka gave up with exit status %d%s; its log says why"
                .formatted(status, message == null ? "" : " (" + message + ")"));
        for (ThreadGroup group = Thread.currentThread().getThreadGroup(); group != null; group = group.getParent()) {
            if (group instanceof BrokerThreads threads) {
                threads.giveUp(reason);
                return;
            }
        }
        throw reason;
    }
}
