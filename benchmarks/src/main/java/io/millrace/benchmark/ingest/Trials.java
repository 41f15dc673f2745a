package io.millrace.benchmark.ingest;

import io.millrace.benchmark.ingest.Trial.Measured;
import io.millrace.benchmark.ingest.Trial.Order;
import io.millrace.benchmark.ingest.system.SystemName;
import io.millrace.benchmark.ingest.system.Task;
import io.millrace.benchmark.process.ChildJvm;
import io.millrace.benchmark.process.ClassPath;
import io.millrace.document.json.Json;
import io.millrace.failure.FatalException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives each system its turns, each in a JVM of its own. */
final class Trials {
    private static final List<String> JVM_OPTIONS = List.of("-Xmx2g");

    private final Path directory;
    private final Task task;
    private long sampleEvery;

    Trials(Path directory, Task task) {
        this.directory = directory;
        this.task = task;
    }

    /** Samples the memory of whoever's turn it is each time that so many texts more are done. */
    Trials sampling(long texts) {
        sampleEvery = texts;
        return this;
    }

    /**
     * A turn.
     *
     * @param warmUp null for none
     * @param changes to Millrace's configuration
     * @param recording where to put a flight recording, or null for none
     */
    Measured run(
            SystemName system,
            TextCorpus corpus,
            @Nullable TextCorpus warmUp,
            Map<String, String> changes,
            @Nullable Path recording)
            throws IOException, InterruptedException {
        Path order = directory.resolve("order.json");
        Path result = directory.resolve("result.json");
        Json.MAPPER.writeValue(
                order.toFile(),
                new Order(
                        system.label(),
                        task,
                        corpus.directory().toString(),
                        warmUp == null ? "" : warmUp.directory().toString(),
                        changes,
                        sampleEvery));
        List<String> options = new ArrayList<>(JVM_OPTIONS);
        if (recording != null) {
            options.add("-XX:StartFlightRecording:settings=profile,filename=" + recording.toAbsolutePath());
        }
        try (ChildJvm jvm = ChildJvm.start(
                system.label(),
                options,
                classPath(system),
                Trial.class.getName(),
                List.of(order.toString(), result.toString()))) {
            jvm.awaitEnd();
        }
        Measured measured = Json.MAPPER.readValue(result.toFile(), Measured.class);
        boolean withStub = !changes.containsKey("embedding.provider");
        check(system, corpus, measured, withStub);
        return measured;
    }

    /** A figure of a run that lost texts says nothing. */
    private static void check(SystemName system, TextCorpus corpus, Measured measured, boolean withStub) {
        if ((withStub && measured.stub().inputs() < corpus.texts())
                || (system.stores() && measured.stored() != corpus.texts())) {
            throw new FatalException(
                    "incomplete",
                    "%s embedded %d and stored %d of %d texts"
                            .formatted(system.label(), measured.stub().inputs(), measured.stored(), corpus.texts()));
        }
    }

    private static ClassPath classPath(SystemName system) throws IOException {
        if (system != SystemName.ML_PREDICT) {
            return ClassPath.own();
        }
        // flink-model-openai holds an older client under its own names.
        return ClassPath.own().without("openai-java").after(flinkSql());
    }

    private static Path flinkSql() {
        return Path.of(System.getProperty("millrace.flink-sql", "target/flink-sql"));
    }
}
