package io.millrace.job;

import io.millrace.connector.files.FileSinks;
import io.millrace.connector.files.FileSources;
import io.millrace.connector.kafka.KafkaTopics;
import io.millrace.connector.kafka.TopicTail;
import io.millrace.document.SourceRecord;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.FatalException;
import io.millrace.index.VectorStore;
import io.millrace.job.audit.FindingJson;
import io.millrace.job.config.DocumentsConfig;
import io.millrace.job.config.MillraceConfig;
import io.millrace.plan.AuditFinding;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** The audit job as an ingest job's configuration describes it: its source, to the end, beside its collection. */
public final class AuditApplication {
    private final MillraceConfig config;
    private final IngestWiring wiring;
    private final Topics topics;
    private final String group;

    public AuditApplication(MillraceConfig config) {
        this.config = config;
        this.wiring = new IngestWiring(config);
        this.topics = new Topics(config, "audit");
        this.group = topics.groupId() + "-audit";
    }

    /** The job's name in Flink. */
    public String jobName() {
        return "millrace-audit";
    }

    /**
     * Checks that there is something to compare. Blocks.
     *
     * @throws io.millrace.failure.ClassifiedException naming what is wrong and where to mend it
     */
    public void prepare() {
        if (fromFiles()) {
            FileSources.check(wiring.filesOnce());
        } else {
            requireTopic(config.kafka().documentsTopic());
        }
        try (VectorStore store = wiring.store().open()) {
            store.verifyCollection(wiring.collection());
        }
    }

    /** Never makes one: beside an empty topic everything would be gone. */
    private void requireTopic(String topic) {
        topics.prepare(Map.of());
        if (!TopicTail.exists(topics.settings(), topic)) {
            throw new FatalException(
                    "missing-topic",
                    "Kafka at %s has no topic '%s' (kafka.documents-topic): there is nothing to compare with"
                            .formatted(topics.settings().bootstrapServers(), topic));
        }
    }

    /**
     * Whether what the source doesn't have is gone from it. A topic that has lost its first records, since they are old,
     * doesn't say so of the documents that were in them.
     */
    public boolean tellsGone() {
        return fromFiles()
                || TopicTail.isWhole(topics.settings(), config.kafka().documentsTopic());
    }

    /**
     * Defines the job in the environment; {@link #prepare} went before.
     *
     * @param findings the directory that findings go to, as JSON lines
     * @param tellsGone see {@link #tellsGone()}
     * @param mending whether to mend what differs
     * @throws io.millrace.failure.FatalException when it is to mend and the budget can't be kept
     */
    public void define(StreamExecutionEnvironment env, String findings, boolean tellsGone, boolean mending) {
        if (mending) {
            wiring.checkBudget();
        }
        // In batch mode, states are sorted on disk: a source of any size is compared in little memory.
        JobEnvironment.forIngestion(env, config, RuntimeExecutionMode.BATCH);
        Source<SourceRecord, ?, ?> source = fromFiles()
                ? FileSources.documents(wiring.filesOnce())
                : KafkaTopics.whole(topics.settings(), config.kafka().documentsTopic(), group);
        DataStream<SourceRecord> records = env.fromSource(source, WatermarkStrategy.noWatermarks(), "documents")
                .uid("documents");
        Sink<AuditFinding> lines = FileSinks.lines(findings, "findings", (finding, stream) -> {
            stream.write(FindingJson.encode(finding));
            stream.write('\n');
        });
        AuditJob.build(records, wiring, lines, tellsGone, mending ? deadLetters() : null);
    }

    private @Nullable Sink<DeadLetter> deadLetters() {
        String directory = config.deadLettersDirectory();
        return directory == null ? topics.deadLetters() : FileSinks.deadLetters(directory);
    }

    private boolean fromFiles() {
        return config.documents().source() == DocumentsConfig.Source.FILES;
    }
}
