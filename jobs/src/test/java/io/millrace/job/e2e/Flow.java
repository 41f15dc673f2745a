package io.millrace.job.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import io.millrace.document.json.Json;
import io.millrace.job.IngestApplication;
import io.millrace.job.QueryApplication;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.replay.BoundedRun;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** One suite's flow: topics, a collection and a stub of a model's server of its own, and the jobs between them. */
final class Flow implements AutoCloseable {
    /** Few numbers in a vector: the stub makes them of words, and nothing here needs more. */
    static final int DIMENSION = 128;

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final Servers servers;
    private final String name = "flow-" + COUNTER.incrementAndGet();
    private final StubOpenAi stub = StubOpenAi.start(StubOptions.defaults());
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Deque<Runnable> closings = new ArrayDeque<>();
    private final Topic documents;
    private final Topic requests;
    private final Topic answers;
    private final Topic deltas;
    private final Topic deadLetters;
    private @Nullable Index index;

    Flow(Servers servers) {
        this.servers = servers;
        this.documents = topic("documents");
        this.requests = topic("requests");
        this.answers = topic("answers");
        this.deltas = topic("answer-deltas");
        this.deadLetters = topic("dead-letters");
        for (Topic topic : List.of(documents, requests, answers, deadLetters)) {
            settings.put("kafka." + topic.name().substring(name.length() + 1) + "-topic", topic.name());
        }
        set("kafka.bootstrap-servers", servers.kafka());
        set("kafka.partitions", "2");
        set("job.parallelism", "2");
        set("job.checkpoint-interval", "200ms");
        set("qdrant.url", "http://127.0.0.1:" + servers.qdrantPort());
        set("qdrant.collection", name);
        set("embedding.provider", "openai");
        set("embedding.base-url", stub.baseUrl().toString());
        set("embedding.dimension", String.valueOf(DIMENSION));
    }

    /** Sets a configuration key, for jobs that are started after. */
    Flow set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** What a configuration key is set to. */
    String get(String key) {
        String value = settings.get(key);
        if (value == null) {
            throw new AssertionError(key + " isn't set");
        }
        return value;
    }

    /** Lets requests ask for pieces of their answers. */
    Flow tellDeltas() {
        return set("kafka.answer-deltas-topic", deltas.name());
    }

    /** Takes a configuration key out. */
    Flow unset(String key) {
        settings.remove(key);
        return this;
    }

    /** Takes all keys out that begin so. */
    Flow unsetAll(String beginning) {
        settings.keySet().removeIf(key -> key.startsWith(beginning));
        return this;
    }

    MillraceConfig config() {
        return MillraceConfig.parse("", overrides(), Map.of());
    }

    /** The settings as the command line takes them: {@code KEY=VALUE} each. */
    List<String> overrides() {
        List<String> overrides = new ArrayList<>();
        settings.forEach((key, value) -> overrides.add(key + "=" + value));
        return overrides;
    }

    /** Makes the topics and the collection that an ingest job needs, for records that are there before it. */
    void prepare() {
        new IngestApplication(config()).prepare();
    }

    RunningJob ingest() {
        return ingest(() -> {});
    }

    /** An ingest job that something happens to between its check and its submission. */
    RunningJob ingest(Runnable meanwhile) {
        IngestApplication application = new IngestApplication(config());
        application.prepare();
        meanwhile.run();
        StreamExecutionEnvironment env = servers.flink().environment();
        application.define(env);
        return run(env, application.jobName());
    }

    /** Runs jobs to their end, as replays and audits do. */
    BoundedRun runs() {
        return (jobName, definition) -> {
            StreamExecutionEnvironment env = servers.flink().environment();
            definition.accept(env);
            return run(env, jobName).result();
        };
    }

    RunningJob query() {
        return query(() -> {});
    }

    /** As {@link #ingest(Runnable)}. */
    RunningJob query(Runnable meanwhile) {
        QueryApplication application = new QueryApplication(config());
        application.prepare();
        meanwhile.run();
        StreamExecutionEnvironment env = servers.flink().environment();
        application.define(env);
        return run(env, application.jobName());
    }

    /** Sends a request with an id of its own, and waits for its answer. Fields in JSON, without the braces. */
    Answered request(String fields) {
        String id = "request-" + COUNTER.incrementAndGet();
        requests.send(id, "{%s}".formatted(fields));
        return new Answered(
                id, answers.await(answer -> answer.path("id").asText().equals(id)));
    }

    /** An answer to the request of that id. */
    record Answered(String id, JsonNode json) {
        /** Without what differs from run to run, but for the order of results: times and scores. */
        JsonNode steady() {
            ObjectNode copy = json.deepCopy();
            copy.remove("timings");
            for (String list : List.of("citations", "results")) {
                copy.path(list).forEach(entry -> ((ObjectNode) entry).remove("score"));
            }
            return copy;
        }

        /** The documents that a search found, best first. */
        List<String> found() {
            List<String> ids = new ArrayList<>();
            json.path("results")
                    .forEach(result -> ids.add(result.path("documentId").asText()));
            return ids;
        }
    }

    static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("the test's JSON isn't", e);
        }
    }

    /** An empty JSON object to put fields into. */
    static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }

    Servers servers() {
        return servers;
    }

    String name() {
        return name;
    }

    StubOpenAi stub() {
        return stub;
    }

    Topic documents() {
        return documents;
    }

    Topic requests() {
        return requests;
    }

    Topic answers() {
        return answers;
    }

    /** Pieces of answers, where {@link #tellDeltas()} was called before the query job was started. */
    Topic deltas() {
        return deltas;
    }

    Topic deadLetters() {
        return deadLetters;
    }

    /** The collection, on the shared store. */
    Index index() {
        if (index == null) {
            index = index(servers.qdrantPort());
        }
        return index;
    }

    /** The collection, on a store of the test's own. */
    Index index(int port) {
        Index opened = new Index(port, name);
        closings.addLast(opened::close);
        return opened;
    }

    private Topic topic(String role) {
        Topic topic = new Topic(servers, name + "-" + role);
        closings.addLast(topic::close);
        return topic;
    }

    @Override
    public void close() {
        while (!closings.isEmpty()) {
            closings.removeLast().run();
        }
        stub.close();
    }

    private RunningJob run(StreamExecutionEnvironment env, String jobName) {
        RunningJob job;
        try {
            job = new RunningJob(servers.flink().cluster(), env.executeAsync(jobName));
        } catch (Exception e) {
            throw new AssertionError("the job can't be submitted", e);
        }
        closings.addLast(job::close);
        return job;
    }
}
