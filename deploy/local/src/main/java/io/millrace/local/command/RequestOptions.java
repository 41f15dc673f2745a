package io.millrace.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.json.Json;
import io.millrace.failure.FatalException;
import io.millrace.job.config.MillraceConfig;
import io.millrace.local.client.AnswerPrinter;
import io.millrace.local.client.QueryClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code ask} and {@code search} share: a question, how to ask it, and whom. */
final class RequestOptions {
    /** Exit code when there was an answer, but not one to the question. */
    private static final int NO_ANSWER = 3;

    @Parameters(paramLabel = "QUESTION", description = "The question.")
    private String question = "";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The query job's configuration, for its Kafka and topics. Without it: the quickstart that runs"
                            + " in this directory, else localhost:9092.")
    private @Nullable Path config;

    @Option(names = "--top-k", paramLabel = "N", description = "Chunks to retrieve.")
    private @Nullable Integer topK;

    @Option(names = "--min-score", paramLabel = "S", description = "The least score of a chunk.")
    private @Nullable Double minScore;

    @Option(
            names = "--filter",
            paramLabel = "JSON",
            description = "What chunks must satisfy, as '{\"metadata.lang\": \"en\"}'.")
    private @Nullable String filter;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Whose documents.")
    private @Nullable String tenant;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "90",
            description = "How long to wait for the answer (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Option(names = "--json", description = "Print the answer as the answers topic holds it.")
    private boolean json;

    @Mixin
    private DataDirectory data = new DataDirectory();

    /** Asks, prints, and gives the exit code. */
    int send(String type) throws IOException {
        MillraceConfig settings = settings();
        Duration patience = Duration.ofSeconds(timeout);
        try (QueryClient client = new QueryClient(
                properties(settings),
                settings.kafka().requestsTopic(),
                settings.kafka().answersTopic(),
                patience)) {
            JsonNode answer = client.answer(request(type), patience);
            if (answer == null) {
                throw new FatalException(
                        "no-answer",
                        "No answer came within %d s. Is the query job running on the topics of %s?"
                                .formatted(timeout, settings.kafka().requireBootstrapServers()));
            }
            return new AnswerPrinter(System.out, json).print(answer) ? 0 : NO_ANSWER;
        } catch (KafkaException e) {
            throw new FatalException(
                    "kafka-unreachable",
                    "Kafka at %s can't be used: %s. Start 'millrace quickstart', or name another with --config"
                            .formatted(settings.kafka().requireBootstrapServers(), e.getMessage()),
                    e);
        }
    }

    private MillraceConfig settings() throws IOException {
        if (config != null) {
            return MillraceConfig.load(config, List.of(), System.getenv());
        }
        String running = data.runningKafka();
        return MillraceConfig.parse(
                "",
                List.of(
                        "qdrant.collection=unused",
                        "kafka.bootstrap-servers=" + (running == null ? "localhost:9092" : running)),
                Map.of());
    }

    private static Map<String, String> properties(MillraceConfig config) {
        var settings = config.kafka().requireSettings();
        var all = new java.util.TreeMap<>(settings.properties());
        all.put("bootstrap.servers", settings.bootstrapServers());
        return all;
    }

    private ObjectNode request(String type) {
        ObjectNode request = QueryClient.request(type, question);
        if (topK != null) {
            request.put("topK", topK);
        }
        if (minScore != null) {
            request.put("minScore", minScore);
        }
        if (tenant != null) {
            request.put("tenant", tenant);
        }
        if (filter != null) {
            try {
                request.set("filter", Json.MAPPER.readTree(filter));
            } catch (JsonProcessingException e) {
                throw new FatalException(
                        "bad-filter",
                        "--filter must be JSON, got '%s': %s".formatted(filter, e.getOriginalMessage()),
                        e);
            }
        }
        return request;
    }
}
