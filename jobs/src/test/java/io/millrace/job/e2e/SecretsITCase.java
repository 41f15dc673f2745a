package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import io.millrace.embedded.qdrant.EmbeddedQdrant;
import io.millrace.job.IngestApplication;
import io.millrace.job.QueryApplication;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * A key in every secret that a configuration has, jobs that work and jobs whose providers refuse everything and quote the
 * whole request, key included: no part of a key is in anything that anybody can read afterwards.
 */
@ExtendWith(EndToEnd.class)
class SecretsITCase {
    /** The beginning of every key here; no other text has it. */
    private static final String MARK = "hush5e7c0ffee";

    private final Map<String, List<String>> written = new TreeMap<>();
    private int quoted;

    @TempDir
    Path folder;

    @Test
    void noKeyIsInAnythingThatIsWritten(Flow flow) throws Exception {
        try (WholeLog log = new WholeLog();
                StubOpenAi stub = StubOpenAi.start(StubOptions.defaults().withApiKey(key("embedding")));
                PlayedChat chat = new PlayedChat(prompt -> PlayedChat.says("The wheel turns [1]."));
                PlayedRerank rerank = new PlayedRerank((self, request) -> PlayedRerank.reversed(request));
                EmbeddedQdrant qdrant = EmbeddedQdrant.start(folder.resolve("qdrant"), 0, key("qdrant"))) {
            chat.answersFor(flow);
            flow.set("qdrant.url", qdrant.url())
                    .set("qdrant.api-key", key("qdrant"))
                    .set("embedding.base-url", stub.baseUrl().toString())
                    .set("embedding.api-key", key("embedding"))
                    .set("chat.api-key", key("chat"))
                    .set("rerank.provider", "tei")
                    .set("rerank.base-url", rerank.baseUrl().toString())
                    .set("rerank.api-key", key("rerank"))
                    .set("kafka.properties.ssl.key.password", key("kafka"))
                    .set("kafka.properties.sasl.jaas.config", "module required password=\"%s\";".formatted(key("jaas")))
                    .set("documents.bounded", "true")
                    .set("query.timeout", "3s");
            keep("configuration", flow.config().toString());
            works(flow);
            for (int status : new int[] {400, 401, 403, 429}) {
                refuses(flow, status);
            }
            commandLine(flow);
            plans(flow);
            LoggerFactory.getLogger(Flow.class).info("probe of the log");
            keep("answers", strings(flow.answers().values()));
            keep("dead letters", strings(flow.deadLetters().values()));
            keep("log", log.lines());
            keep("metrics", flow.servers().flink().metrics().toString());
            WebUi.pages(flow.servers().flink().cluster().getRestAddress().get())
                    .forEach((path, page) -> keep("web UI", path + " " + page));
            assertThat(rerank.requests())
                    .isNotEmpty()
                    .allSatisfy(request ->
                            assertThat(request.header("Authorization")).contains(MARK));
        }

        Map<String, Long> found = new TreeMap<>();
        written.forEach((where, texts) -> found.put(
                where, texts.stream().filter(text -> text.contains(MARK)).count()));
        System.out.printf("SECRETS %d refusals quoted keys; found in %s%n", quoted, found);
        assertThat(found.values()).containsOnly(0L);
        // And the search isn't blind: what should be there is.
        assertThat(quoted).isGreaterThanOrEqualTo(10);
        assertThat(written.get("log")).anyMatch(line -> line.contains("probe of the log"));
        assertThat(written.get("web UI")).anyMatch(page -> page.contains("millrace-query"));
        assertThat(written.get("web UI")).anyMatch(page -> page.contains("refused the API key"));
        assertThat(written.get("answers")).anyMatch(answer -> answer.contains("The wheel turns"));
        assertThat(written.get("dead letters")).anyMatch(letter -> letter.contains("refused the request"));
        assertThat(written.get("exceptions")).anyMatch(trace -> trace.contains("refused the API key"));
        assertThat(written.get("job graphs")).allMatch(plan -> plan.contains("\"nodes\""));
    }

    private void works(Flow flow) {
        flow.prepare();
        flow.documents().send("mill", "{\"text\": \"The river turns the mill wheel.\"}");
        flow.documents().send("broken", "{\"text\": ");
        var unused = flow.ingest().result();
        try (RunningJob job = flow.query()) {
            JsonNode answer = flow.request("\"type\": \"ask\", \"question\": \"What turns the wheel?\"")
                    .json();
            assertThat(answer.path("status").asText()).as("%s", answer).isEqualTo("answered");
            assertThat(job.restarts()).isZero();
        }
    }

    /** Jobs whose models answer so: requests and documents fail, or the job does. */
    private void refuses(Flow flow, int status) {
        for (String section : List.of("chat", "rerank", "embedding")) {
            try (QuotingServer server = new QuotingServer(status)) {
                String works = flow.get(section + ".base-url");
                flow.set(section + ".base-url", server.url());
                refuses(flow, section, status, server);
                flow.set(section + ".base-url", works);
            }
        }
    }

    private void refuses(Flow flow, String section, int status, QuotingServer server) {
        String id = section + status;
        if (section.equals("embedding")) {
            flow.documents().send(id, "{\"text\": \"A mill of status %d.\"}".formatted(status));
        } else {
            flow.requests()
                    .send(
                            id,
                            "{\"id\": \"%s\", \"type\": \"ask\", \"question\": \"What turns the wheel?\"}"
                                    .formatted(id));
        }
        try (RunningJob job = section.equals("embedding") ? flow.ingest() : flow.query()) {
            int seen = Await.until(server::quoted, count -> count > 0);
            if (status == 401 || status == 403) {
                keep("exceptions", printed(job.failed()));
            } else if (section.equals("rerank") || (section.equals("chat") && status == 400)) {
                // What can't be reranked is answered in the search's order, and a refused prompt is an answer too.
                JsonNode unused = flow.answers()
                        .await(answer -> answer.path("id").asText().equals(id));
            } else if (status == 400) {
                var unused = job.result();
            }
            quoted += seen;
        }
    }

    private void commandLine(Flow flow) {
        List<String> wrong = List.of(
                "qdrant.api-key=" + key("wrong"),
                "embedding.api-key=two words " + key("blank"),
                "embedding.base-url=http://user:" + key("user") + "@localhost:1/v1");
        for (String setting : wrong) {
            int equals = setting.indexOf('=');
            String key = setting.substring(0, equals);
            String works = flow.get(key);
            flow.set(key, setting.substring(equals + 1));
            keep("command line", CommandRun.of("ingest", flow, folder).errors());
            flow.set(key, works);
        }
    }

    private void plans(Flow flow) {
        StreamExecutionEnvironment ingest = flow.servers().flink().environment();
        new IngestApplication(flow.config()).define(ingest);
        keep("job graphs", ingest.getExecutionPlan());
        StreamExecutionEnvironment query = flow.servers().flink().environment();
        new QueryApplication(flow.config()).define(query);
        keep("job graphs", query.getExecutionPlan());
    }

    private void keep(String where, String text) {
        written.computeIfAbsent(where, key -> new ArrayList<>()).add(text);
    }

    private void keep(String where, List<String> texts) {
        texts.forEach(text -> keep(where, text));
    }

    private static String key(String of) {
        return MARK + "-" + of;
    }

    private static List<String> strings(List<?> values) {
        return values.stream().map(String::valueOf).toList();
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
