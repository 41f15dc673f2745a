package io.millrace.benchmark.ask;

import io.millrace.document.json.Json;
import io.millrace.job.IngestApplication;
import io.millrace.job.IngestSummary;
import io.millrace.job.QueryApplication;
import io.millrace.job.config.MillraceConfig;
import io.millrace.local.cluster.LocalFlink;
import io.millrace.local.cluster.RunningJob;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The query job, in a JVM of its own: ingests the documents, says {@link #READY} when the job was submitted, and runs until
 * its standard input ends. The argument is a file with an {@link Order}.
 */
final class AskJob {
    /** The line that it says when the job was submitted. */
    static final String READY = "ready";

    private AskJob() {}

    /**
     * What is to be done.
     *
     * @param documents a folder of {@code .jsonl} files
     * @param settings {@code key=value}, of both jobs
     */
    record Order(Path documents, List<String> settings) {}

    public static void main(String[] arguments) throws Exception {
        Order order = Json.MAPPER.readValue(Path.of(arguments[0]).toFile(), Order.class);
        try (LocalFlink flink =
                LocalFlink.start(LocalFlink.PARALLELISM * 4, Files.createTempDirectory("checkpoints"))) {
            ingest(flink, order);
            QueryApplication application = new QueryApplication(config(order, List.of()));
            application.prepare();
            StreamExecutionEnvironment env = flink.environment();
            application.define(env);
            RunningJob job = flink.submit(env, application.jobName());
            AtomicBoolean ending = new AtomicBoolean();
            job.onFailure(failure -> {
                // Its end by cancelling is none.
                if (!ending.get()) {
                    failure.printStackTrace();
                }
            });
            System.out.println(READY);
            awaitEndOfInput();
            ending.set(true);
            job.cancel();
            job.awaitEnd(Duration.ofSeconds(20));
        }
        // Clients' threads outlive them.
        System.exit(0);
    }

    private static void ingest(LocalFlink flink, Order order) throws Exception {
        List<String> files = List.of("documents.source=files", "files.path=" + order.documents());
        IngestApplication application = new IngestApplication(config(order, files));
        application.prepare();
        StreamExecutionEnvironment env = flink.environment();
        application.define(env);
        IngestSummary summary =
                IngestSummary.of(flink.submit(env, application.jobName()).result());
        if (summary.deadLetters() > 0) {
            throw new IllegalStateException("%d documents became dead letters".formatted(summary.deadLetters()));
        }
    }

    private static MillraceConfig config(Order order, List<String> more) {
        List<String> all = new ArrayList<>(order.settings());
        all.addAll(more);
        return MillraceConfig.parse("", all, Map.of());
    }

    private static void awaitEndOfInput() throws IOException {
        System.in.transferTo(OutputStream.nullOutputStream());
    }
}
