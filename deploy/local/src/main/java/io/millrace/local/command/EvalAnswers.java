package io.millrace.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.failure.FatalException;
import io.millrace.job.QueryApplication;
import io.millrace.job.config.MillraceConfig;
import io.millrace.local.client.QueryClient;
import io.millrace.local.cluster.LocalFlink;
import io.millrace.local.cluster.RunningJob;
import io.millrace.local.eval.AnswerMeasures;
import io.millrace.local.eval.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks a dataset's questions as anybody would, through a query job, and checks the answers. */
final class EvalAnswers {
    /** Until the next answer: the first ones wait for those beside them. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Dataset dataset;
    private final Map<String, String> questions;

    EvalAnswers(Dataset dataset, Map<String, String> questions) {
        this.dataset = dataset;
        this.questions = questions;
    }

    /** A Kafka of its own. */
    static EmbeddedKafka kafka(Path scratch) {
        return EmbeddedKafka.start(scratch.resolve("kafka"), 0);
    }

    /** What the job is told beside the user's settings: that nobody is in a hurry, and nothing is kept. */
    static List<String> settings(EmbeddedKafka kafka) {
        return List.of(
                "kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "kafka.partitions=1",
                "kafka.delivery=at-least-once",
                "kafka.group-id=eval",
                "answers.keep=0s",
                "query.timeout=15m",
                "rerank.timeout=5m",
                "job.mode=streaming");
    }

    /** Asks, waits for all answers, and checks them. */
    AnswerMeasures measure(MillraceConfig settings, LocalFlink flink, Shutdown shutdown) throws Exception {
        RunningJob job = new JobRunner(flink).query(new QueryApplication(settings));
        Watch watch = shutdown.add(new Watch());
        watch.over("query", job);
        try (QueryClient client = QueryClient.of(settings.kafka(), PATIENCE, false)) {
            Map<String, JsonNode> searches = ask(client, "search");
            Map<String, JsonNode> answers = ask(client, "ask");
            return AnswerMeasures.of(dataset, questions.keySet(), answers, searches, dataset.texts());
        } finally {
            watch.close();
        }
    }

    private Map<String, JsonNode> ask(QueryClient client, String type) throws IOException {
        Map<String, String> questionOf = new HashMap<>();
        List<ObjectNode> requests = new ArrayList<>();
        questions.forEach((id, question) -> {
            ObjectNode request = QueryClient.request(type, question);
            questionOf.put(request.get("id").textValue(), id);
            requests.add(request);
        });
        Map<String, JsonNode> answers = new HashMap<>();
        client.answers(requests, PATIENCE, count -> show(type, count)).forEach((request, answer) -> {
            String id = questionOf.get(request);
            if (id == null) {
                throw new FatalException(
                        "unknown-answer", "an answer came to request %s, which wasn't sent".formatted(request));
            }
            answers.put(id, answer);
        });
        if (Terminal.showsProgress()) {
            System.err.println();
        }
        return answers;
    }

    private void show(String type, int count) {
        if (Terminal.showsProgress()) {
            System.err.printf("\r\u001b[K%,d of %,d answers to %s requests", count, questions.size(), type);
        }
    }
}
