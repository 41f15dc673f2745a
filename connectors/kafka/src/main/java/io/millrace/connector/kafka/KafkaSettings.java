package io.millrace.connector.kafka;

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How Kafka's clients reach a cluster.
 *
 * @param bootstrapServers brokers to start from, as {@code host:port,host:port}
 * @param properties Kafka's own client properties, for every client
 */
public record KafkaSettings(String bootstrapServers, Map<String, String> properties) implements Serializable {
    private static final Pattern SECRET = Pattern.compile(
            "password|passphrase|secret|token|jaas|credential|user\\.info|keystore\\.key|private\\.?key");

    public KafkaSettings {
        properties = Map.copyOf(properties);
    }

    /** Whether a client property's name says that its value must not be shown. */
    public static boolean isSecret(String property) {
        return SECRET.matcher(property.toLowerCase(Locale.ROOT)).find();
    }

    /** Bytes of the largest record that is written, or null when it is left to Kafka's client. */
    @Nullable
    Long maxRequestSize() {
        String bytes = properties.get("max.request.size");
        return bytes == null ? null : Long.valueOf(bytes);
    }

    /** Everything that a client is made with. */
    Properties toProperties() {
        var all = new Properties();
        all.putAll(properties);
        all.setProperty("bootstrap.servers", bootstrapServers);
        return all;
    }

    /** Without the values that must not be shown. */
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>();
        properties.forEach((name, value) -> shown.put(name, isSecret(name) ? "***" : value));
        return "KafkaSettings[bootstrapServers=%s, properties=%s]".formatted(bootstrapServers, shown);
    }
}
