package io.millrace.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.failure.FatalException;
import io.millrace.job.config.KafkaConfig;
import io.millrace.job.config.MillraceConfig;
import io.millrace.local.client.AnswerPrinter;
import io.millrace.local.client.QueryClient;
import io.millrace.local.client.StreamPrinter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whom a request is sent to, how long its answer is waited for, and how it is printed. */
@Command(
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:answered, be it a search that found nothing",
            "1:failed: nobody to ask, no answer in time, or an answer that says so",
            "2:unusable command line or configuration",
            "3:insufficient context: the documents hold no answer",
            "4:rejected: the query job refuses the request",
            "130:stopped by Ctrl-C",
            "141:standard output was closed"
        })
final class AnswerOptions {
    private static final String USUAL_KAFKA = "localhost:9092";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The query job's configuration, for its Kafka and topics. Without it: the quickstart that runs"
                            + " in this directory, else localhost:9092.")
    private @Nullable Path config;

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

    /** Sends the request, prints its answer, and gives the exit code. */
    int of(ObjectNode request) throws IOException {
        return print(request, kafka(), false);
    }

    /** As {@link #of}, but prints the answer's text while it is written. */
    int streamed(ObjectNode request) throws IOException {
        KafkaConfig kafka = kafka();
        if (kafka.answerDeltasTopic() == null) {
            throw new UsageException("--stream needs a topic for pieces of answers: set kafka.answer-deltas-topic in %s"
                    .formatted(config));
        }
        return print(request.put("deltas", true), kafka, true);
    }

    private int print(ObjectNode request, KafkaConfig kafka, boolean stream) throws IOException {
        if (timeout < 1) {
            throw new UsageException("--timeout must be at least 1 s, got %d".formatted(timeout));
        }
        Duration patience = Duration.ofSeconds(timeout);
        try (QueryClient client = client(kafka, patience, stream)) {
            JsonNode answer;
            if (stream) {
                StreamPrinter printer = new StreamPrinter(System.out, System.err, json, Terminal.columns());
                answer = answered(client.answer(request, patience, printer::take), kafka);
                printer.finish(answer);
            } else {
                answer = answered(client.answer(request, patience), kafka);
                new AnswerPrinter(System.out, System.err, json, Terminal.columns()).print(answer);
            }
            return exitCode(answer.path("status").asText());
        }
    }

    /** What a script is told of an answer. */
    static int exitCode(String status) {
        return switch (status) {
            case "answered" -> 0;
            case "insufficient-context" -> 3;
            case "rejected" -> 4;
            default -> Failures.FAILED;
        };
    }

    private JsonNode answered(@Nullable JsonNode answer, KafkaConfig kafka) {
        if (answer != null) {
            return answer;
        }
        throw new FatalException(
                "no-answer",
                "No answer came within %d s. Does a query job run on the topics '%s' and '%s' of %s?"
                        .formatted(
                                timeout, kafka.requestsTopic(), kafka.answersTopic(), kafka.requireBootstrapServers()));
    }

    private QueryClient client(KafkaConfig kafka, Duration patience, boolean stream) {
        try {
            return QueryClient.of(kafka, patience, stream);
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
                                QuickstartSettings.DELTAS,
                                "kafka.bootstrap-servers=" + (running == null ? USUAL_KAFKA : running)),
                        Map.of())
                .kafka();
    }
}
