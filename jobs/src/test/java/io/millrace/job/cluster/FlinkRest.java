package io.millrace.job.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Asks a cluster's JobManager about its jobs. Job ids are Flink's, 32 hexadecimal digits. */
final class FlinkRest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED", "SUSPENDED");
    private static final Set<String> WORKING = Set.of("RUNNING", "FINISHED");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final String url;

    FlinkRest(String url) {
        this.url = url;
    }

    /** The ids of the jobs that haven't ended. */
    List<String> activeJobs() {
        return stream(get("/jobs/overview").path("jobs"))
                .filter(job -> !ENDED.contains(job.path("state").asText()))
                .map(job -> job.path("jid").asText())
                .toList();
    }

    /** The ids of all jobs that were ever submitted. */
    List<String> jobs() {
        return stream(get("/jobs/overview").path("jobs"))
                .map(job -> job.path("jid").asText())
                .toList();
    }

    /** Cancels the job, and returns when it has ended. */
    void cancel(String job) {
        String path = "/jobs/" + job;
        try {
            HttpResponse<String> response = send(request(path).method("PATCH", HttpRequest.BodyPublishers.noBody()));
            if (response.statusCode() != 202) {
                throw new AssertionError("%s answered %d: %s".formatted(path, response.statusCode(), response.body()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Can't ask " + url + path, e);
        }
        Await.until(
                PATIENCE,
                () -> "job %s cancelled; it is %s".formatted(job, describe(job)),
                () -> ENDED.contains(state(job)));
    }

    /** The job's status by Flink's name, such as RUNNING, RESTARTING or FINISHED. */
    String state(String job) {
        return get("/jobs/" + job).path("state").asText();
    }

    /** Returns when each of the job's tasks runs, or has done its work; fails when the job ends otherwise. */
    void awaitRunning(String job) {
        await(job, "running", () -> {
            JsonNode now = get("/jobs/" + job);
            return now.path("state").asText().equals("RUNNING")
                    && stream(now.path("vertices"))
                            .allMatch(vertex ->
                                    WORKING.contains(vertex.path("status").asText()));
        });
    }

    void awaitFinished(String job) {
        await(job, "finished", () -> state(job).equals("FINISHED"));
    }

    /** Returns when the job has been restarted after failures at least so many times. */
    void awaitRestarts(String job, int count) {
        await(job, "restarted", () -> restarts(job) >= count);
    }

    /** How many times the job was restarted after a failure. */
    int restarts(String job) {
        return stream(get("/jobs/" + job + "/metrics?get=numRestarts"))
                .mapToInt(metric -> metric.path("value").asInt())
                .sum();
    }

    /** Returns when the job has completed at least so many checkpoints. */
    void awaitCheckpoints(String job, int count) {
        await(job, "at its checkpoint " + count, () -> checkpoints(job) >= count);
    }

    /** How many checkpoints the job has completed, savepoints included. */
    int checkpoints(String job) {
        return get("/jobs/" + job + "/checkpoints")
                .path("counts")
                .path("completed")
                .asInt();
    }

    /** The checkpoint or savepoint that the job last started from, as a URI; empty if there was none. */
    String restoredFrom(String job) {
        return get("/jobs/" + job + "/checkpoints")
                .path("latest")
                .path("restored")
                .path("external_path")
                .asText("");
    }

    /** The ids of the TaskManagers that the JobManager knows, among them those that it doesn't miss yet. */
    List<String> taskManagers() {
        return stream(get("/taskmanagers").path("taskmanagers"))
                .map(taskManager -> taskManager.path("id").asText())
                .toList();
    }

    /** Whether a JobManager is there and ready. */
    boolean answers() {
        try {
            return ask("/overview").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void await(String job, String wanted, BooleanSupplier condition) {
        Await.until(PATIENCE, () -> "job %s %s; it is %s".formatted(job, wanted, describe(job)), () -> {
            // Asked before the condition: the other way round, a job that finishes in between looks as if it failed.
            boolean ended = ENDED.contains(state(job));
            if (condition.getAsBoolean()) {
                return true;
            }
            if (ended) {
                throw new AssertionError("Job %s isn't %s; it is %s".formatted(job, wanted, describe(job)));
            }
            return false;
        });
    }

    private String describe(String job) {
        return state(job) + "\n"
                + get("/jobs/" + job + "/exceptions")
                        .path("exceptionHistory")
                        .path("entries")
                        .path(0)
                        .path("stacktrace")
                        .asText("");
    }

    private JsonNode get(String path) {
        try {
            HttpResponse<String> response = ask(path);
            if (response.statusCode() != 200) {
                throw new AssertionError("%s answered %d: %s".formatted(path, response.statusCode(), response.body()));
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("Can't ask " + url + path, e);
        }
    }

    private HttpResponse<String> ask(String path) throws IOException {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while asking " + url, e);
        }
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
