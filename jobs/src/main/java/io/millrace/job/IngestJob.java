package io.millrace.job;

import io.millrace.chunk.ChunkFunction;
import io.millrace.document.DocumentChange;
import io.millrace.document.FieldNames;
import io.millrace.document.IncomingDocument;
import io.millrace.document.ParseFunction;
import io.millrace.document.ReadFunction;
import io.millrace.document.SourceRecord;
import io.millrace.embed.DrainedAsyncFactory;
import io.millrace.embed.EmbedFunction;
import io.millrace.embed.EmbedOutcome;
import io.millrace.embed.SettleFunction;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import io.millrace.index.IndexOperation;
import io.millrace.index.StoreSink;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * Documents in, the index true to them out: read, parse, chunk, embed, store. What can't be processed at any stage goes
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
     */
    public static void build(DataStream<SourceRecord> records, Wiring wiring, Sink<DeadLetter> deadLetters) {
        SingleOutputStreamOperator<IncomingDocument> documents = records.process(
                        new ReadFunction(new FieldNames(wiring.config().files().fields())))
                .uid("read")
                .name("read");

        SingleOutputStreamOperator<DocumentChange> parsed = documents
                .partitionCustom(new DocumentPartitioner(), IncomingDocument::id)
                .process(new ParseFunction(wiring.parser()))
                .uid("parse")
                .name("parse");

        SingleOutputStreamOperator<IndexOperation> chunks = parsed.process(
                        new ChunkFunction(wiring.chunker(), wiring.embeddingText()))
                .uid("chunk")
                .name("chunk");

        SingleOutputStreamOperator<EmbedOutcome> embedded = chunks.transform(
                        "embed",
                        TypeInformation.of(EmbedOutcome.class),
                        new DrainedAsyncFactory<>(
                                new EmbedFunction(wiring.embeddingModel(), wiring.embeddingText()),
                                EmbedFunction.capacity(wiring.embeddingLimits())))
                .uid("embed")
                .name("embed");

        SingleOutputStreamOperator<IndexOperation> operations =
                embedded.process(new SettleFunction()).uid("settle").name("settle");

        operations
                .sinkTo(new StoreSink(wiring.store(), wiring.config().qdrant().writeBatch()))
                .uid("store")
                .name("store");

        documents
                .getSideOutput(DeadLetters.TAG)
                .union(parsed.getSideOutput(DeadLetters.TAG), operations.getSideOutput(DeadLetters.TAG))
                .sinkTo(deadLetters)
                .uid("dead-letters")
                .name("dead letters");
    }
}
