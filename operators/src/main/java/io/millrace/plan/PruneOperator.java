package io.millrace.plan;

import io.millrace.document.Origin;
import io.millrace.embed.EmbedOutcome;
import io.millrace.index.DocumentKey;
import io.millrace.index.IndexOperation;
import io.millrace.index.VectorStore;
import io.millrace.usage.StageCounts;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.function.SerializableSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes from the index what its source no longer has: it is told each document that a bounded source has, and at the
 * end asks the index for the rest. If a record couldn't be read so far that its document is known, nothing is deleted:
 * it may have been any.
 *
 * <p>Of parallelism 1; it holds the ids of all documents of the source. Counts {@code unknown}, the records whose
 * document isn't known, and {@code gone}, the documents to delete.
 */
public final class PruneOperator extends AbstractStreamOperator<EmbedOutcome>
        implements OneInputStreamOperator<SeenDocument, EmbedOutcome>, BoundedOneInput {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(PruneOperator.class);

    private final String source;
    private final SerializableSupplier<VectorStore> recipe;
    private transient Set<SeenDocument> seen;
    private transient ListState<SeenDocument> state;
    private transient StageCounts counts;
    private transient long unknown;

    /** Prunes what the collection has of the source; see {@link io.millrace.chunk.Chunk#source()}. */
    public PruneOperator(String source, SerializableSupplier<VectorStore> recipe) {
        this.source = source;
        this.recipe = recipe;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        seen = new HashSet<>();
        counts = StageCounts.restore(context.getOperatorStateStore(), getRuntimeContext(), "unknown", "gone");
        state = context.getOperatorStateStore()
                .getListState(new ListStateDescriptor<>("seen", TypeInformation.of(SeenDocument.class)));
        for (SeenDocument document : state.get()) {
            take(document);
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        counts.snapshot();
        state.clear();
        for (SeenDocument document : seen) {
            state.add(document);
        }
        if (unknown > 0) {
            state.add(new SeenDocument(null, null));
        }
    }

    @Override
    public void processElement(StreamRecord<SeenDocument> element) {
        if (element.getValue().documentId() == null) {
            counts.add("unknown", 1);
        }
        take(element.getValue());
    }

    @Override
    public void endInput() throws Exception {
        if (unknown > 0) {
            LOG.warn(
                    "Nothing of {} is pruned: records of this run couldn't be read so far that their documents are known;"
                            + " the dead letters have them",
                    source);
            return;
        }
        SourceListing.forEach(recipe, source, this::deleteIfGone);
    }

    private void take(SeenDocument document) {
        if (document.documentId() == null) {
            unknown++;
        } else {
            seen.add(document);
        }
    }

    private void deleteIfGone(DocumentKey document) {
        SeenDocument key = new SeenDocument(document.documentId(), document.tenant());
        // Added, so that a document that comes in two pages is deleted once.
        if (seen.contains(SeenDocument.unread(document.documentId())) || !seen.add(key)) {
            return;
        }
        counts.add("gone", 1);
        Origin origin = Origin.ofFile(source, 0, 0, 0);
        // A delete without a tenant would take everybody's document of this id, and some may be there still.
        IndexOperation delete = document.tenant() == null
                ? IndexOperation.deleteNobodys(origin, document.documentId())
                : IndexOperation.delete(origin, document.documentId(), document.tenant());
        output.collect(new StreamRecord<>(new EmbedOutcome(delete, null, 0)));
    }
}
