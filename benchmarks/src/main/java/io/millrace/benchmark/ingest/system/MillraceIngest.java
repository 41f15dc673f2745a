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
import java.util.TreeMap;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Millrace's ingest job, on a Flink mini cluster in this JVM, with a text as a document and a chunk. */
public final class MillraceIngest implements IngestSystem {
    private final Map<String, String> settings;
    private final LocalFlink flink;

    /**
     * The job as the task has it.
     *
     * @param changes configuration keys that shall be otherwise; an empty value takes a key out
     */
    public MillraceIngest(Task task, Map<String, String> changes) throws Exception {
        settings = settings(task);
        changes.forEach((key, value) -> {
            if (value.isEmpty()) {
                settings.remove(key);
            } else {
                settings.put(key, value);
            }
        });
        flink = LocalFlink.start(task.parallelism(), Files.createTempDirectory("checkpoints"));
    }

    private static Map<String, String> settings(Task task) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("job.parallelism", String.valueOf(task.parallelism()));
        settings.put("embedding.provider", "openai");
        settings.put("embedding.base-url", task.provider().toString());
        settings.put("embedding.model", Task.MODEL);
        settings.put("embedding.dimension", String.valueOf(task.dimensions()));
        settings.put("embedding.batch-size", String.valueOf(task.inputs()));
        settings.put("embedding.concurrency", String.valueOf(task.concurrencyOfSubtask()));
        settings.put("chunking.chunker", "whole");
        settings.put("chunking.embed-with", "none");
        settings.put("qdrant.url", task.store().toString());
        // The others write no sparse vectors.
        settings.put("sparse.enabled", "false");
        return settings;
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
            throw new IllegalStateException("%d texts became dead letters".formatted(summary.deadLetters()));
        }
    }

    private IngestApplication application(Path corpus, String collection) {
        List<String> all = new ArrayList<>();
        settings.forEach((key, value) -> all.add(key + "=" + value));
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
