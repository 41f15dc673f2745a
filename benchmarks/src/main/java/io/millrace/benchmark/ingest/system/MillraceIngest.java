package io.millrace.benchmark.ingest.system;

import io.millrace.job.IngestApplication;
import io.millrace.job.IngestSummary;
import io.millrace.job.config.MillraceConfig;
import io.millrace.local.cluster.LocalFlink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Millrace's ingest job, on a Flink mini cluster in this JVM, with a text as a document and a chunk. */
public final class MillraceIngest implements IngestSystem {
    private final List<String> settings;
    private final LocalFlink flink;

    MillraceIngest(Task task) throws Exception {
        this(settings(task), task.parallelism());
    }

    /**
     * The job with any settings but those of its corpus and its collection.
     *
     * @param settings {@code KEY=VALUE} each
     */
    public MillraceIngest(List<String> settings, int parallelism) throws Exception {
        this.settings = List.copyOf(settings);
        flink = LocalFlink.start(parallelism, Files.createTempDirectory("checkpoints"));
    }

    /** A task as the configuration has it. */
    public static List<String> settings(Task task) {
        return List.of(
                "job.parallelism=" + task.parallelism(),
                "embedding.provider=openai",
                "embedding.base-url=" + task.provider(),
                "embedding.model=" + Task.MODEL,
                "embedding.dimension=" + task.dimensions(),
                "embedding.batch-size=" + task.inputs(),
                "embedding.concurrency=" + task.concurrencyOfSubtask(),
                "chunking.chunker=whole",
                "chunking.embed-with=none",
                "qdrant.url=" + task.store());
    }

    @Override
    public void prepare(String collection) {
        application(Path.of("."), collection).prepare();
    }

    @Override
    public void ingest(Path corpus, String collection) throws Exception {
        IngestApplication application = application(corpus, collection);
        StreamExecutionEnvironment env = flink.environment();
        application.define(env);
        IngestSummary summary =
                IngestSummary.of(flink.submit(env, application.jobName()).result());
        if (summary.deadLetters() > 0) {
            throw new IllegalStateException(
                    "%d texts became dead letters".formatted(summary.deadLetters()));
        }
    }

    private IngestApplication application(Path corpus, String collection) {
        List<String> all = new ArrayList<>(settings);
        all.add("documents.source=files");
        all.add("files.path=" + corpus.toAbsolutePath());
        all.add("qdrant.collection=" + collection);
        return new IngestApplication(MillraceConfig.parse("", all, Map.of()));
    }

    @Override
    public void close() {
        flink.close();
    }
}
