package io.millrace.plan;

import io.millrace.index.DocumentKey;
import io.millrace.index.VectorStore;
import io.millrace.plan.AuditFinding.Kind;
import io.millrace.usage.StageCounts;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Finds the documents that the index has of a source and the source hasn't: it is told of each that the source has, and
 * at the end asks the index for the rest. If it isn't known of a record which document it is, none is found: it may be
 * any.
 *
 * <p>Of parallelism 1, for runs that aren't restored: it keeps the ids of all documents in memory alone. Counts
 * {@code unknown}, the records whose document isn't known.
 */
public final class GoneOperator extends AbstractStreamOperator<AuditFinding>
        implements OneInputStreamOperator<Sighting, AuditFinding>, BoundedOneInput {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final SerializableSupplier<VectorStore> recipe;
    private transient Set<DocumentKey> owned;
    private transient Set<String> anybodys;
    private transient StageCounts counts;
    private transient boolean unknown;

    /** Looks through what the collection has of the source; see {@link io.millrace.chunk.Chunk#source()}. */
    public GoneOperator(String source, SerializableSupplier<VectorStore> recipe) {
        this.source = source;
        this.recipe = recipe;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        owned = new HashSet<>();
        anybodys = new HashSet<>();
        counts = StageCounts.restore(context.getOperatorStateStore(), getRuntimeContext(), "unknown");
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        counts.snapshot();
    }

    @Override
    public void processElement(StreamRecord<Sighting> element) {
        Sighting sighting = element.getValue();
        if (sighting.documentId() == null) {
            unknown = true;
            counts.add("unknown", 1);
        } else if (sighting.owned()) {
            owned.add(new DocumentKey(sighting.documentId(), sighting.tenant()));
        } else {
            anybodys.add(sighting.documentId());
        }
    }

    @Override
    public void endInput() throws Exception {
        if (unknown) {
            return;
        }
        SourceListing.forEach(recipe, source, this::tellIfGone);
    }

    private void tellIfGone(DocumentKey document) {
        // Added, so that a document that comes in two pages is told once.
        if (!mayBeThere(document.documentId()) && owned.add(document)) {
            output.collect(
                    new StreamRecord<>(new AuditFinding(Kind.GONE, document.documentId(), document.tenant(), 0, "")));
        }
    }

    /** Whether a record of it couldn't be read, or it is under a directory that couldn't be listed. */
    private boolean mayBeThere(String documentId) {
        if (anybodys.contains(documentId)) {
            return true;
        }
        for (int slash = documentId.indexOf('/'); slash >= 0; slash = documentId.indexOf('/', slash + 1)) {
            if (anybodys.contains(documentId.substring(0, slash))) {
                return true;
            }
        }
        return false;
    }
}
