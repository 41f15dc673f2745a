package io.millrace.job;

import io.millrace.connector.files.FileSettings;
import io.millrace.connector.files.FileSinks;
import io.millrace.connector.files.FileSources;
import io.millrace.connector.kafka.KafkaSettings;
import io.millrace.connector.kafka.KafkaTopics;
import io.millrace.document.SourceRecord;
import io.millrace.failure.DeadLetter;
import io.millrace.index.VectorStore;
import io.millrace.job.config.DocumentsConfig;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.dryrun.Terms;
import io.millrace.job.replay.ReadAgain;
import io.millrace.job.replay.ReplayedRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** The ingest job as a configuration describes it: from its sources to the collection. */
public final class IngestApplication {
    private final MillraceConfig config;
    private final IngestWiring wiring;
    private final Topics topics;

    public IngestApplication(MillraceConfig config) {
        this.config = config;
        this.wiring = new IngestWiring(config);
        this.topics = new Topics(config, "ingest");
    }

    /** The job's name in Flink. */
    public String jobName() {
        return config.job().name() == null ? "millrace-ingest" : config.job().name();
    }

    /**
     * Checks what can be checked without a server: that the settings fit each other and the model, and that the files
     * can be read.
     *
     * @throws io.millrace.failure.FatalException naming what is wrong and where to mend it
     */
    public void check() {
        wiring.chunker();
        wiring.checkBudget();
        wiring.checkPictures();
        if (fromFiles()) {
            FileSources.check(wiring.files());
        }
    }

    /**
     * Checks what the job will need, so that it is refused here and not found dead later: the sources, the topics, the
     * collection (made if it is absent). Blocks.
     *
     * @throws io.millrace.failure.ClassifiedException naming what is wrong and where to mend it
     */
    public void prepare() {
        check();
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
            store.ensureCollection(wiring.filledCollection());
        }
    }

    /** Defines the job in the environment; {@link #prepare} went before. */
    public void define(StreamExecutionEnvironment env) {
        JobEnvironment.forIngestion(env, config);
        Source<SourceRecord, ?, ?> source = fromFiles()
                ? FileSources.documents(wiring.files())
                : KafkaTopics.source(
                        topics.settings(),
                        config.kafka().documentsTopic(),
                        topics.groupId(),
                        config.documents().bounded());
        DataStream<SourceRecord> records = env.fromSource(source, WatermarkStrategy.noWatermarks(), "documents")
                .uid("documents");
        IngestJob.build(records, wiring, deadLetters(topics), config.files().prune());
    }

    /**
     * Defines a job over records that failed before, in place of its source. It ends with them, and prunes nothing.
     *
     * @param records at least one
     * @throws io.millrace.failure.FatalException when the budget can't be kept
     */
    public void defineReplay(StreamExecutionEnvironment env, List<ReplayedRecord> records) {
        wiring.checkBudget();
        JobEnvironment.forIngestion(env, config);
        DataStream<SourceRecord> again = env.fromData(records, TypeInformation.of(ReplayedRecord.class))
                .map(new ReadAgain(wiring.files()))
                .returns(SourceRecord.class)
                .uid("replayed")
                .name("replayed");
        // Topics of a role of their own: its transactions must not end those of an ingest job that runs meanwhile.
        IngestJob.build(again, wiring, deadLetters(new Topics(config, "replay")), false);
    }

    /** What its spending is priced with: embedding, and describing pictures where they are described. */
    public List<Terms> terms() {
        Terms pictures = wiring.picturesTerms();
        return pictures == null ? List.of(wiring.terms()) : List.of(wiring.terms(), pictures);
    }

    /** The job's consumer group. */
    public String groupId() {
        return topics.groupId();
    }

    /** How Kafka's clients are configured; fails where there is no Kafka. */
    public KafkaSettings kafka() {
        return topics.settings();
    }

    /** What is read, or null when documents come from a topic. */
    public @Nullable FileSettings files() {
        return fromFiles() ? wiring.files() : null;
    }

    /** Sees to it that there is a topic of dead letters. Blocks. */
    public void prepareDeadLetters() {
        topics.prepare(Map.of("kafka.dead-letters-topic", config.kafka().deadLettersTopic()));
    }

    private Sink<DeadLetter> deadLetters(Topics own) {
        String directory = config.deadLettersDirectory();
        return directory == null ? own.deadLetters() : FileSinks.deadLetters(directory);
    }

    private boolean fromFiles() {
        return config.documents().source() == DocumentsConfig.Source.FILES;
    }
}
