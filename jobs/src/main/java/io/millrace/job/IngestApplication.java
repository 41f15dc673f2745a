package io.millrace.job;

import io.millrace.connector.files.FileSinks;
import io.millrace.connector.files.FileSources;
import io.millrace.connector.kafka.KafkaTopics;
import io.millrace.document.SourceRecord;
import io.millrace.failure.DeadLetter;
import io.millrace.index.VectorStore;
import io.millrace.job.config.DocumentsConfig;
import io.millrace.job.config.MillraceConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The ingest job as a configuration describes it: from its sources to the collection. */
public final class IngestApplication {
    private final MillraceConfig config;
    private final Wiring wiring;
    private final Topics topics;

    public IngestApplication(MillraceConfig config) {
        this.config = config;
        this.wiring = new Wiring(config);
        this.topics = new Topics(config, "ingest");
    }

    /** The job's name in Flink. */
    public String jobName() {
        return config.job().name() == null ? "millrace-ingest" : config.job().name();
    }

    /**
     * Checks what the job will need, so that it is refused here and not found dead later: the sources, the topics, the
     * collection (made if it is absent). Blocks.
     *
     * @throws io.millrace.failure.ClassifiedException naming what is wrong and where to mend it
     */
    public void prepare() {
        wiring.chunker();
        if (fromFiles()) {
            FileSources.check(wiring.files());
        }
        Map<String, String> needed = new LinkedHashMap<>();
        if (!fromFiles()) {
            needed.put("kafka.documents-topic", config.kafka().documentsTopic());
        }
        if (config.deadLettersDirectory() == null) {
            needed.put("kafka.dead-letters-topic", config.kafka().deadLettersTopic());
        }
        if (!needed.isEmpty()) {
            topics.prepare(needed);
        }
        try (VectorStore store = wiring.store().open()) {
            store.ensureCollection(wiring.collection());
        }
    }

    /** Defines the job in the environment; {@link #prepare} went before. */
    public void define(StreamExecutionEnvironment env) {
        JobEnvironment.configure(env, config);
        Source<SourceRecord, ?, ?> source = fromFiles()
                ? FileSources.documents(wiring.files())
                : KafkaTopics.source(
                        topics.settings(),
                        config.kafka().documentsTopic(),
                        topics.groupId(),
                        config.documents().bounded());
        DataStream<SourceRecord> records = env.fromSource(source, WatermarkStrategy.noWatermarks(), "documents")
                .uid("documents");
        IngestJob.build(records, wiring, deadLetters());
    }

    private Sink<DeadLetter> deadLetters() {
        String directory = config.deadLettersDirectory();
        return directory == null ? topics.deadLetters() : FileSinks.deadLetters(directory);
    }

    private boolean fromFiles() {
        return config.documents().source() == DocumentsConfig.Source.FILES;
    }
}
