package io.millrace.job.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.openai.stub.StubCall;
import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The query job while the JVM of its tasks is killed with {@code -9} again and again, each time with requests on their way.
 *
 * <p>{@code -Dmillrace.kills=20 -Dmillrace.requests=1000} is the run whose figures are quoted; {@code
 * -Dmillrace.delivery=at-least-once} shows what a replay costs without transactions.
 */
@Tag("faults")
class AnswersThroughKillsITCase {
    private static final int KILLS = Integer.getInteger("millrace.kills", 2);
    private static final int REQUESTS = Integer.getInteger("millrace.requests", 60);
    private static final String DELIVERY = System.getProperty("millrace.delivery", "exactly-once");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern ASKED = Pattern.compile("the miller of (request-\\d+)\\?");

    @TempDir
    static Path folder;

    private static Servers servers;
    private static FlinkSessionCluster cluster;
    private static StubOpenAi embedding;
    private static StubOpenAi chat;

    private final List<Kill> kills = new ArrayList<>();
    private int sent;

    /**
     * A JVM that was killed.
     *
     * @param at when it was gone
     * @param kept ids of the requests whose answers were kept by then
     */
    private record Kill(Instant at, Set<String> kept) {}

    @BeforeAll
    static void start() {
        servers = Servers.start(folder);
        embedding = StubOpenAi.start(StubOptions.defaults().withLatency(Duration.ofMillis(20)));
        chat = StubOpenAi.start(StubOptions.defaults().withLatency(Duration.ofMillis(400)));
        cluster = FlinkSessionCluster.start(folder.resolve("cluster"), 1, 4);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        chat.close();
        embedding.close();
        servers.close();
    }

    @Test
    void answersEachRequestAndPaysAgainForNoneThatWasKept() throws InterruptedException {
        Path configuration = configuration();
        try (CollectionReader documents = servers.collection("mills");
                CollectionReader kept = servers.collection("mills-answers");
                CommittedRecords answers = servers.committed("answers")) {
            ingest(configuration, documents);
            String query = JobsJar.submit(cluster, "query", configuration, JobsJar.RESTARTED_SOON);
            for (int kill = 0; kill < KILLS; kill++) {
                killAmongRequests(query, kept, REQUESTS * (kill + 1) / (KILLS + 1));
            }
            send(REQUESTS);
            Await.until(
                    PATIENCE,
                    () -> "%d answers: %d".formatted(REQUESTS, answers.ids().size()),
                    () -> Set.copyOf(answers.ids()).size() == REQUESTS);
            // What would come a second time is committed before this one's answer.
            cluster.flink("stop", query).savepointPath();

            Map<String, Long> times = answers.ids().stream()
                    .collect(Collectors.groupingBy(id -> id, HashMap::new, Collectors.counting()));
            Map<String, List<Instant>> paid = paid();
            report(times, paid);
            assertThat(times.keySet()).isEqualTo(ids());
            assertThat(answers.all())
                    .allSatisfy(
                            answer -> assertThat(answer.path("status").asText()).isEqualTo("answered"));
            if (DELIVERY.equals("exactly-once")) {
                assertThat(times.values()).containsOnly(1L);
            }
            assertThat(paid.keySet()).isEqualTo(ids());
            assertThat(paid).allSatisfy(this::assertPaidOnceButForKills);
        }
    }

    private static Path configuration() {
        return servers.configuration(
                "mills",
                "  delivery: " + DELIVERY,
                "job: {parallelism: 2, checkpoint-interval: 1s}",
                "embedding: {provider: openai, model: text-embedding-3-small, base-url: '%s'}"
                        .formatted(embedding.baseUrl()),
                "chat: {provider: openai, model: gpt-4.1-mini, base-url: '%s'}".formatted(chat.baseUrl()));
    }

    private static void ingest(Path configuration, CollectionReader documents) {
        String ingest = JobsJar.submit(cluster, "ingest", configuration);
        String[] ids =
                IntStream.range(0, 10).mapToObj(number -> "mill-" + number).toArray(String[]::new);
        for (String id : ids) {
            servers.send("documents", id, Messages.document(id, Messages.prose(id.hashCode(), 5)));
        }
        documents.awaitDocuments(ids);
        cluster.rest().cancel(ingest);
    }

    /** Sends requests until there are so many, half of them when the others' answers are kept, and then kills the JVM. */
    private void killAmongRequests(String query, CollectionReader kept, int until) throws InterruptedException {
        int restarts = cluster.rest().restarts(query);
        send(sent + (until - sent) / 2);
        kept.awaitCount(sent);
        send(until);
        assertThat(chat.awaitInFlight(1, PATIENCE)).isTrue();
        cluster.killTaskManager(kills.size());
        kills.add(new Kill(Instant.now(), keptRequests(kept)));
        cluster.startTaskManager();
        cluster.rest().awaitRestarts(query, restarts + 1);
        cluster.rest().awaitRunning(query);
    }

    private void send(int until) {
        for (; sent < until; sent++) {
            String id = id(sent);
            servers.send("requests", id, Messages.question(id, "Who is the miller of %s?".formatted(id)));
        }
    }

    private static Set<String> keptRequests(CollectionReader kept) {
        return kept.points().values().stream()
                .map(point -> requireNonNull(point.payload().get("requestId")).getStringValue())
                .collect(Collectors.toSet());
    }

    /** When the chat model was called for each request, by the model's own record. */
    private static Map<String, List<Instant>> paid() {
        Map<String, List<Instant>> paid = new HashMap<>();
        for (StubCall call : chat.calls()) {
            JsonNode messages = call.request().path("messages");
            Matcher asked = ASKED.matcher(
                    messages.path(messages.size() - 1).path("content").asText());
            assertThat(asked.find()).isTrue();
            paid.computeIfAbsent(asked.group(1), id -> new ArrayList<>()).add(call.at());
        }
        return paid;
    }

    /** A call more for each kill that came between a request's first call and the keeping of its answer, and no other. */
    private void assertPaidOnceButForKills(String id, List<Instant> calls) {
        assertThat((long) calls.size())
                .as("calls for %s", id)
                .isLessThanOrEqualTo(1
                        + kills.stream()
                                .filter(kill -> isInFlight(id, calls, kill))
                                .count());
        for (Kill kill : kills) {
            if (kill.kept().contains(id)) {
                assertThat(calls).as("calls for %s, kept", id).allMatch(at -> at.isBefore(kill.at()));
            }
        }
    }

    private static boolean isInFlight(String id, List<Instant> calls, Kill kill) {
        return !kill.kept().contains(id) && calls.stream().anyMatch(at -> at.isBefore(kill.at()));
    }

    private void report(Map<String, Long> times, Map<String, List<Instant>> paid) {
        long inFlight = kills.stream()
                .mapToLong(kill -> paid.entrySet().stream()
                        .filter(request -> isInFlight(request.getKey(), request.getValue(), kill))
                        .count())
                .sum();
        int calls = chat.calls().size();
        Set<String> unanswered = new HashSet<>(ids());
        unanswered.removeAll(times.keySet());
        System.out.printf(
                "KILLED %d times during %d requests (%s): unanswered %d; answered twice %d; chat calls %d (%.3f a request):"
                        + " %d more than requests, %d in flight at a kill%n",
                KILLS,
                REQUESTS,
                DELIVERY,
                unanswered.size(),
                times.values().stream().mapToLong(count -> count - 1).sum(),
                calls,
                calls / (double) REQUESTS,
                calls - REQUESTS,
                inFlight);
    }

    private static Set<String> ids() {
        return IntStream.range(0, REQUESTS)
                .mapToObj(AnswersThroughKillsITCase::id)
                .collect(Collectors.toSet());
    }

    private static String id(int number) {
        return "request-" + number;
    }
}
