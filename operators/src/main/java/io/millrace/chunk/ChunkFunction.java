package io.millrace.chunk;

import io.millrace.document.Document;
import io.millrace.document.DocumentChange;
import io.millrace.failure.Fatal;
import io.millrace.index.IndexOperation;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.function.SerializableSupplier;

/** Turns what a document should be into the steps that make the index hold it: its chunks, then the completion. */
public final class ChunkFunction extends ProcessFunction<DocumentChange, IndexOperation> {
    private static final long serialVersionUID = 1L;

    private final SerializableSupplier<Chunker> recipe;
    private final EmbeddingText embeddingText;
    private final LongCounter documents = new LongCounter();
    private final LongCounter deletes = new LongCounter();
    private final LongCounter chunks = new LongCounter();
    private transient Chunker chunker;

    /** The embedding text counts towards a document's revision: another gives other vectors. */
    public ChunkFunction(SerializableSupplier<Chunker> recipe, EmbeddingText embeddingText) {
        this.recipe = recipe;
        this.embeddingText = embeddingText;
    }

    @Override
    public void open(OpenContext context) {
        chunker = Fatal.stopsTheJob(recipe);
        getRuntimeContext().addAccumulator("documents", documents);
        getRuntimeContext().addAccumulator("deletes", deletes);
        getRuntimeContext().addAccumulator("chunks", chunks);
    }

    @Override
    public void processElement(DocumentChange change, Context context, Collector<IndexOperation> out) {
        Document document = change.document();
        if (document == null) {
            deletes.add(1);
            out.collect(IndexOperation.delete(change.origin(), change.documentId(), change.tenant()));
            return;
        }
        documents.add(1);
        String revision = Revision.of(document, chunker.fingerprint() + " " + embeddingText);
        ChunkBuilder builder = new ChunkBuilder(document, revision);
        chunker.chunk(document, piece -> {
            chunks.add(1);
            out.collect(IndexOperation.put(change.origin(), builder.build(piece)));
        });
        out.collect(IndexOperation.complete(change.origin(), change.documentId(), change.tenant(), revision));
    }

    /** Makes chunks of pieces, in order. */
    private static final class ChunkBuilder {
        private final Document document;
        private final String revision;
        private final Map<String, Integer> occurrences = new HashMap<>();
        private int ordinal;

        ChunkBuilder(Document document, String revision) {
            this.document = document;
            this.revision = revision;
        }

        Chunk build(Chunker.Piece piece) {
            String text = document.text().substring(piece.start(), piece.end());
            String hash = ChunkId.hash(text);
            int occurrence = occurrences.merge(hash, 1, Integer::sum) - 1;
            return new Chunk(
                    ChunkId.of(document.tenant(), document.id(), hash, occurrence),
                    document.id(),
                    document.tenant(),
                    document.kind(),
                    document.uri(),
                    document.title(),
                    document.contentType(),
                    piece.headings(),
                    ordinal++,
                    piece.start(),
                    piece.end(),
                    document.pageAt(piece.start()),
                    text,
                    hash,
                    document.version(),
                    revision,
                    document.metadata());
        }
    }
}
