package io.millrace.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.json.Json;
import io.millrace.failure.FatalException;
import io.millrace.job.config.KafkaConfig;
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

    private static final String USUAL_KAFKA = "localhost:9092";

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
        if (timeout < 1) {
            throw new UsageException("--timeout must be at least 1 s, got %d".formatted(timeout));
        }
        ObjectNode request = request(type);
        KafkaConfig kafka = kafka();
        Duration patience = Duration.ofSeconds(timeout);
        try (QueryClient client = client(kafka, patience)) {
            JsonNode answer = client.answer(request, patience);
            if (answer == null) {
                throw new FatalException(
                        "no-answer",
                        "No answer came within %d s. Does a query job run on the topics '%s' and '%s' of %s?"
                                .formatted(
                                        timeout,
                                        kafka.requestsTopic(),
                                        kafka.answersTopic(),
                                        kafka.requireBootstrapServers()));
            }
            return new AnswerPrinter(System.out, json).print(answer) ? 0 : NO_ANSWER;
        }
    }

    private QueryClient client(KafkaConfig kafka, Duration patience) {
        try {
            return QueryClient.of(kafka, patience);
        } catch (FatalException | KafkaException e) {
            String where = config == null
                    ? "No quickstart runs in %s. Start one with 'millrace quickstart --docs DIR', give its --data here, or"
                                    .formatted(data.root())
                            + " name a Kafka with --config"
                    : "Look at kafka in %s".formatted(config);
            throw new FatalException("nobody-to-ask", "%s. %s".formatted(e.getMessage(), where), e);
        }
    }

    private KafkaConfig kafka() throws IOException {
        if (config != null) {
            return MillraceConfig.load(config, List.of(), System.getenv()).kafka();
        }
        String running = data.runningKafka();
        return MillraceConfig.parse(
                        "",
                        List.of(
                                "qdrant.collection=unused",
                                "kafka.bootstrap-servers=" + (running == null ? USUAL_KAFKA : running)),
                        Map.of())
                .kafka();
    }

    /** The request that the options describe. */
    ObjectNode request(String type) {
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
                throw new UsageException(
                        "--filter must be JSON, got '%s': %s".formatted(filter, e.getOriginalMessage()));
            }
        }
        return request;
    }
}
