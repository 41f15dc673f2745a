package io.millrace.job;

import io.millrace.connector.files.FileSources;
import io.millrace.connector.kafka.KafkaTopics;
import io.millrace.connector.kafka.TopicTail;
import io.millrace.document.IncomingDocument;
import io.millrace.document.ReadFunction;
import io.millrace.document.SourceRecord;
import io.millrace.embed.EmbedOutcome;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import io.millrace.failure.FatalException;
import io.millrace.index.IndexOperation;
import io.millrace.job.config.ChunkingConfig;
import io.millrace.job.config.DocumentsConfig;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.dryrun.Terms;
import io.millrace.job.recipe.ReadOnlyStoreRecipe;
import io.millrace.job.recipe.UndescribedPicturesRecipe;
import io.millrace.plan.EstimateFunction;
import io.millrace.plan.LetterCounts;
import io.millrace.plan.OrderFunction;
import io.millrace.plan.PlanFactory;
import io.millrace.plan.PlanSettings;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** The ingest job as far as its plans, and what they would take: its source as it is now, read to its end. */
public final class DryRunApplication {
    private final MillraceConfig config;
    private final IngestWiring wiring;
    private final Topics topics;

    public DryRunApplication(MillraceConfig config) {
        this.config = config;
        this.wiring = new IngestWiring(config);
        this.topics = new Topics(config, "ingest");
    }

    /** The job's name in Flink. */
    public String jobName() {
        return "millrace-dry-run";
    }

    /** What the estimate is priced with. */
    public Terms terms() {
        return wiring.terms();
    }

    /**
     * Checks what an ingest job would need, and makes none of it. Blocks.
     *
     * @throws io.millrace.failure.ClassifiedException naming what is wrong and where to mend it
     */
    public void prepare() {
        if (config.chunking().chunker() == ChunkingConfig.Chunker.SEMANTIC) {
            throw new FatalException(
                    "model-needed",
                    "chunking.chunker is semantic, which calls the embedding model to cut a text, and a dry run calls none:"
                            + " try another chunker, whose count of tokens is near enough");
        }
        wiring.chunker();
        wiring.checkBudget();
        if (fromFiles()) {
            FileSources.check(wiring.filesOnce());
        } else {
            requireTopic(config.kafka().documentsTopic());
        }
        // Opening it is the check.
        readOnly().get().close();
    }

    /** Defines the job in the environment; {@link #prepare} went before. */
    public void define(StreamExecutionEnvironment env) {
        // In the order of the source, as the ingest job reads it: then equal texts and older states come as they will.
        JobEnvironment.forIngestion(env, config, RuntimeExecutionMode.STREAMING);
        env.getCheckpointConfig().disableCheckpointing();
        Source<SourceRecord, ?, ?> source = fromFiles()
                ? FileSources.documents(wiring.filesOnce())
                : KafkaTopics.look(topics.settings(), config.kafka().documentsTopic(), topics.groupId());
        SingleOutputStreamOperator<IncomingDocument> documents = env.fromSource(
                        source, WatermarkStrategy.noWatermarks(), "documents")
                .process(new ReadFunction(
                        wiring.fieldNames(), wiring.config().tenancy().required()))
                .name("read");
        SingleOutputStreamOperator<IndexOperation> planned = documents
                .keyBy(new IngestJob.DocumentId())
                .process(new OrderFunction(config.documents().orderMemory()))
                .name("order")
                .transform("plan", TypeInformation.of(IndexOperation.class), new PlanFactory(plan()));
        planned.process(new EstimateFunction(
                        wiring.embeddingText(), wiring.embeddingLimits(), wiring.embeddingTokens()))
                .returns(Types.VOID)
                .name("estimate")
                .sinkTo(new DiscardingSink<>());
        DataStream<DeadLetter> lost =
                documents.getSideOutput(DeadLetters.TAG).union(planned.getSideOutput(DeadLetters.TAG));
        lost.process(new LetterCounts())
                .returns(Types.VOID)
                .name("dead letters")
                .sinkTo(new DiscardingSink<>());
        if (config.files().prune()) {
            DataStream<EmbedOutcome> gone = IngestJob.gone(documents, wiring, readOnly());
            gone.sinkTo(new DiscardingSink<>());
        }
    }

    private PlanSettings plan() {
        PlanSettings real = wiring.plan();
        return new PlanSettings(
                real.source(),
                readOnly(),
                real.pictures() == null ? real.parser() : new UndescribedPicturesRecipe(wiring.parser()),
                real.parserName(),
                real.chunker(),
                real.embeddingText(),
                null);
    }

    private ReadOnlyStoreRecipe readOnly() {
        return new ReadOnlyStoreRecipe(wiring.store());
    }

    private void requireTopic(String topic) {
        topics.prepare(Map.of());
        if (!TopicTail.exists(topics.settings(), topic)) {
            throw new FatalException(
                    "missing-topic",
                    "Kafka at %s has no topic '%s' (kafka.documents-topic): there is nothing to read, and a dry run creates"
                                    .formatted(topics.settings().bootstrapServers(), topic)
                            + " none");
        }
    }

    private boolean fromFiles() {
        return config.documents().source() == DocumentsConfig.Source.FILES;
    }
}
