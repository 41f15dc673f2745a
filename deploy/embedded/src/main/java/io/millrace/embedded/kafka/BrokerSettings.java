package io.millrace.embedded.kafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** A node's settings by Kafka's names: what makes it a node, and what suits a laptop and Millrace's records. */
final class BrokerSettings {
    private static final int MEBIBYTE = 1024 * 1024;

    private static final Map<String, String> LAPTOP = Map.ofEntries(
            // One broker holds one replica.
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            // Kafka's 50 partitions each are for many brokers; here they'd be files and seconds.
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.num.partitions", "4"),
            // A first consumer gets its partitions at once, instead of waiting for others.
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            // After a kill, a node waits this long for its former self to be gone; Kafka's default is 9 s.
            Map.entry("broker.session.timeout.ms", "6000"),
            Map.entry("broker.heartbeat.interval.ms", "1000"),
            // A topic's misspelt name is an error, not a new and empty topic.
            Map.entry("auto.create.topics.enable", "false"),
            // Documents are large: a 32 MiB file is 43 MiB in base64.
            Map.entry("message.max.bytes", Integer.toString(64 * MEBIBYTE)),
            // A week, as Kafka's default; smaller segments, so that what has expired frees its space sooner.
            Map.entry("log.retention.hours", "168"),
            Map.entry("log.segment.bytes", Integer.toString(128 * MEBIBYTE)),
            Map.entry("log.index.size.max.bytes", Integer.toString(MEBIBYTE)),
            // Kafka's 128 MiB are taken from the heap at the start; this counts some 300,000 keys a pass.
            Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(8 * MEBIBYTE)),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("background.threads", "4"));

    private BrokerSettings() {}

    /** Refuses settings that would make another node of it, such as other listeners. */
    static void requireSettable(Map<String, String> settings) {
        var fixed = new TreeSet<>(node(Path.of("logs"), new Ports(1, 2)).keySet());
        for (String name : new TreeSet<>(settings.keySet())) {
            if (fixed.contains(name)) {
                throw new EmbeddedKafkaException(
                        "The embedded Kafka sets '%s' itself. It also sets %s; any other broker setting may be given."
                                .formatted(name, fixed));
            }
        }
    }

    /** All settings of a node; those given win over Millrace's. */
    static Map<String, String> of(Path logs, Ports ports, Map<String, String> given) {
        var settings = new HashMap<>(LAPTOP);
        settings.putAll(given);
        settings.putAll(node(logs, ports));
        return settings;
    }

    private static Map<String, String> node(Path logs, Ports ports) {
        String clients = "PLAINTEXT://%s:%d".formatted(Ports.HOST, ports.clients());
        String controller = "CONTROLLER://%s:%d".formatted(Ports.HOST, ports.controller());
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                "1",
                "listeners",
                clients + "," + controller,
                "advertised.listeners",
                clients,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "controller.listener.names",
                "CONTROLLER",
                "inter.broker.listener.name",
                "PLAINTEXT",
                // Named here and not in the stored metadata, so that the port may differ at each start.
                "controller.quorum.voters",
                "1@%s:%d".formatted(Ports.HOST, ports.controller()),
                "log.dirs",
                logs.toString(),
                "metadata.log.dir",
                logs.toString());
    }
}
