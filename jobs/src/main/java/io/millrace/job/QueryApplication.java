package io.millrace.job;

import io.millrace.connector.kafka.KafkaTopics;
import io.millrace.document.SourceRecord;
import io.millrace.index.VectorStore;
import io.millrace.job.config.KafkaConfig;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.recipe.AnswerStoreRecipe;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The query job as a configuration describes it: from the requests topic to the answers topic. */
public final class QueryApplication {
    private final MillraceConfig config;
    private final QueryWiring wiring;
    private final Topics topics;

    public QueryApplication(MillraceConfig config) {
        this.config = config;
        this.wiring = new QueryWiring(config);
        this.topics = new Topics(config, "query");
    }

    /** The job's name in Flink. */
    public String jobName() {
        return config.job().name() == null ? "millrace-query" : config.job().name();
    }

    /**
     * Checks what the job will need, so that it is refused here and not found dead later: the models, the topics, the
     * collection and its vector space. Creates the collection that answers are kept in. Blocks.
     *
     * @throws io.millrace.failure.ClassifiedException naming what is wrong and where to mend it
     */
    public void prepare() {
        wiring.collection();
        wiring.checkProviders();
        KafkaConfig kafka = config.kafka();
        Map<String, String> needed = new LinkedHashMap<>();
        needed.put("kafka.requests-topic", kafka.requestsTopic());
        needed.put("kafka.answers-topic", kafka.answersTopic());
        if (kafka.answerDeltasTopic() != null) {
            needed.put("kafka.answer-deltas-topic", kafka.answerDeltasTopic());
        }
        needed.put("kafka.dead-letters-topic", kafka.deadLettersTopic());
        topics.prepare(needed);
        try (VectorStore store = wiring.store().open()) {
            store.verifyCollection(wiring.collection());
        }
        AnswerStoreRecipe answers = wiring.answers();
        if (answers != null) {
            answers.get().close();
        }
    }

    /** Defines the job in the environment; {@link #prepare} went before. */
    public void define(StreamExecutionEnvironment env) {
        JobEnvironment.forQueries(env, config);
        DataStream<SourceRecord> records = env.fromSource(
                        KafkaTopics.source(topics.settings(), config.kafka().requestsTopic(), topics.groupId(), false),
                        WatermarkStrategy.noWatermarks(),
                        "requests")
                .uid("requests");
        QueryJob.build(records, wiring, topics.answers(), topics.answerDeltas(), topics.deadLetters());
    }
}
