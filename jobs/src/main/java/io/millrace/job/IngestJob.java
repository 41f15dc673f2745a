package io.millrace.job;

import io.millrace.document.IncomingDocument;
import io.millrace.document.ReadFunction;
import io.millrace.document.SourceRecord;
import io.millrace.embed.EmbedFactory;
import io.millrace.embed.EmbedOutcome;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import io.millrace.index.IndexOperation;
import io.millrace.index.StoreFactory;
import io.millrace.index.VectorStore;
import io.millrace.job.config.MillraceConfig;
import io.millrace.plan.OrderFunction;
import io.millrace.plan.PlanFactory;
import io.millrace.plan.PruneOperator;
import io.millrace.plan.SeenDocument;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Documents in, the index true to them out: read, order, plan, embed, store. What can't be processed at any stage goes
 * to the dead letters with its reason.
 */
public final class IngestJob {
    private IngestJob() {}

    /**
     * Wires the job.
     *
     * @param records what the sources deliver
     * @param wiring what the configuration means
     * @param deadLetters takes what can't be processed
     * @param prune whether the records are all that the source has, and the index shall have no more
     */
    public static void build(
            DataStream<SourceRecord> records, IngestWiring wiring, Sink<DeadLetter> deadLetters, boolean prune) {
        MillraceConfig config = wiring.config();
        SingleOutputStreamOperator<IncomingDocument> documents = records.process(new ReadFunction(
                        wiring.fieldNames(), wiring.config().tenancy().required()))
                .uid("read")
                .name("read");

        SingleOutputStreamOperator<IncomingDocument> ordered = documents
                .keyBy(new DocumentId())
                .process(new OrderFunction(config.documents().orderMemory()))
                .uid("order")
                .name("order");

        SingleOutputStreamOperator<IndexOperation> planned = ordered.transform(
                        "plan", TypeInformation.of(IndexOperation.class), new PlanFactory(wiring.plan()))
                .uid("plan");

        DataStream<DeadLetter> lost = documents
                .getSideOutput(DeadLetters.TAG)
                .union(planned.getSideOutput(DeadLetters.TAG), apply(planned, wiring));
        if (prune) {
            lost = lost.union(prune(documents, wiring));
        }
        lost.sinkTo(deadLetters).uid("dead-letters").name("dead letters");
    }

    /** Takes steps: embeds, and writes; gives the dead letters of that. */
    static DataStream<DeadLetter> apply(DataStream<IndexOperation> steps, IngestWiring wiring) {
        return steps.transform("embed", TypeInformation.of(EmbedOutcome.class), new EmbedFactory(wiring.embed()))
                .uid("embed")
                .transform(
                        "store",
                        Types.VOID,
                        new StoreFactory(
                                wiring.store(), wiring.config().qdrant().writeBatch(), ""))
                .uid("store")
                .getSideOutput(DeadLetters.TAG);
    }

    /** Deletes at the end what the source no longer has; gives the dead letters of that. */
    private static DataStream<DeadLetter> prune(
            SingleOutputStreamOperator<IncomingDocument> documents, IngestWiring wiring) {
        return gone(documents, wiring, wiring.store())
                .transform(
                        "prune store",
                        Types.VOID,
                        new StoreFactory(
                                wiring.store(), wiring.config().qdrant().writeBatch(), "prune-"))
                .setParallelism(1)
                .setMaxParallelism(1)
                .uid("prune-store")
                .getSideOutput(DeadLetters.TAG);
    }

    /** The deletes of what the store has and the source no longer, at the end. */
    static SingleOutputStreamOperator<EmbedOutcome> gone(
            SingleOutputStreamOperator<IncomingDocument> documents,
            IngestWiring wiring,
            SerializableSupplier<VectorStore> store) {
        DataStream<SeenDocument> seen = documents
                .map(document -> new SeenDocument(document.id(), document.tenant()))
                .returns(SeenDocument.class)
                .union(documents
                        .getSideOutput(DeadLetters.TAG)
                        .map(letter -> SeenDocument.unread(letter.documentId()))
                        .returns(SeenDocument.class));
        return seen.global()
                .transform("prune", TypeInformation.of(EmbedOutcome.class), new PruneOperator(wiring.source(), store))
                .setParallelism(1)
                .setMaxParallelism(1)
                .uid("prune");
    }

    /** By the id alone, whoever's it is: a delete needn't name a tenant. */
    static final class DocumentId implements KeySelector<IncomingDocument, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String getKey(IncomingDocument document) {
            return document.id();
        }
    }
}
