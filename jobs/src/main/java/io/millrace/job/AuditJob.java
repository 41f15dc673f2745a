package io.millrace.job;

import io.millrace.document.IncomingDocument;
import io.millrace.document.Origin;
import io.millrace.document.ReadFunction;
import io.millrace.document.SourceRecord;
import io.millrace.embed.EmbedOutcome;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import io.millrace.index.IndexOperation;
import io.millrace.index.StoreFactory;
import io.millrace.plan.AuditFactory;
import io.millrace.plan.AuditFinding;
import io.millrace.plan.AuditFinding.Kind;
import io.millrace.plan.GoneOperator;
import io.millrace.plan.NewestFunction;
import io.millrace.plan.OrderFunction;
import io.millrace.plan.Sighting;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

/**
 * A bounded source compared with the index: read, order, keep the newest state of each document, compare. With somewhere
 * for dead letters to go, what differs is mended too.
 */
final class AuditJob {
    private AuditJob() {}

    /**
     * Wires the job.
     *
     * @param records what the source holds, to its end
     * @param findings takes what differs
     * @param tellsGone whether what isn't in the source is gone from it
     * @param mending takes what can't be mended; null to change nothing
     */
    static void build(
            DataStream<SourceRecord> records,
            IngestWiring wiring,
            Sink<AuditFinding> findings,
            boolean tellsGone,
            @Nullable Sink<DeadLetter> mending) {
        SingleOutputStreamOperator<IncomingDocument> documents = records.process(new ReadFunction(
                        wiring.fieldNames(), wiring.config().tenancy().required()))
                .uid("read")
                .name("read");
        SingleOutputStreamOperator<IncomingDocument> newest = documents
                .keyBy(new IngestJob.DocumentId())
                .process(new OrderFunction(wiring.config().documents().orderMemory()))
                .uid("order")
                .name("order")
                .keyBy(new IngestJob.DocumentId())
                .process(new NewestFunction())
                .uid("newest")
                .name("newest");
        SingleOutputStreamOperator<AuditFinding> compared = newest.transform(
                        "audit",
                        TypeInformation.of(AuditFinding.class),
                        new AuditFactory(wiring.plan(), wiring.auditableStore(), mending != null))
                .uid("audit");
        DataStream<AuditFinding> found = compared.union(documents
                .getSideOutput(DeadLetters.TAG)
                .map(AuditJob::unreadable)
                .returns(AuditFinding.class));
        SingleOutputStreamOperator<AuditFinding> gone = tellsGone ? gone(documents, newest, wiring) : null;
        (gone == null ? found : found.union(gone))
                .sinkTo(findings)
                .uid("findings")
                .name("findings");
        if (mending != null) {
            DataStream<DeadLetter> lost = IngestJob.apply(compared.getSideOutput(AuditFactory.STEPS), wiring);
            (gone == null ? lost : lost.union(delete(gone, wiring)))
                    .sinkTo(mending)
                    .uid("dead-letters")
                    .name("dead letters");
        }
    }

    private static AuditFinding unreadable(DeadLetter letter) {
        String reason = letter.reason().code() + ": " + letter.reason().message();
        return new AuditFinding(Kind.UNREADABLE, letter.documentId(), letter.tenant(), 0, reason);
    }

    private static SingleOutputStreamOperator<AuditFinding> gone(
            SingleOutputStreamOperator<IncomingDocument> documents,
            DataStream<IncomingDocument> newest,
            IngestWiring wiring) {
        DataStream<Sighting> unread = documents
                .getSideOutput(DeadLetters.TAG)
                .map(letter -> new Sighting(letter.documentId(), null, false))
                .returns(Sighting.class);
        return newest.map(document -> new Sighting(document.id(), document.tenant(), true))
                .returns(Sighting.class)
                .union(unread)
                .global()
                .transform(
                        "gone",
                        TypeInformation.of(AuditFinding.class),
                        new GoneOperator(wiring.source(), wiring.store()))
                .setParallelism(1)
                .setMaxParallelism(1)
                .uid("gone");
    }

    private static DataStream<DeadLetter> delete(DataStream<AuditFinding> gone, IngestWiring wiring) {
        String source = wiring.source();
        return gone.map(document -> delete(source, document))
                .returns(EmbedOutcome.class)
                .setParallelism(1)
                .transform(
                        "delete what is gone",
                        Types.VOID,
                        new StoreFactory(
                                wiring.store(), wiring.config().qdrant().writeBatch(), "prune-"))
                .setParallelism(1)
                .setMaxParallelism(1)
                .uid("gone-store")
                .getSideOutput(DeadLetters.TAG);
    }

    private static EmbedOutcome delete(String source, AuditFinding document) {
        String id = Objects.requireNonNull(document.documentId(), "what is gone has an id");
        return new EmbedOutcome(IndexOperation.delete(Origin.ofFile(source, 0, 0, 0), id, document.tenant()), null, 0);
    }
}
