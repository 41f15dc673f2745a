package io.millrace.plan;

import io.millrace.chunk.Chunk;
import io.millrace.chunk.DocumentChunks;
import io.millrace.document.DocumentParsing;
import io.millrace.document.IncomingDocument;
import io.millrace.failure.RejectedException;
import io.millrace.index.DocumentKey;
import io.millrace.index.IndexOperation;
import io.millrace.index.Manifest;
import io.millrace.index.Manifest.Held;
import io.millrace.index.Manifest.Place;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Works out, document by document, the steps from what the index holds to what it should hold: what is new is embedded,
 * what moved has its payload written, what is at its place has what it shares with its document written, what is gone is
 * removed. A document whose state the index holds as a whole takes no step, and isn't even parsed.
 *
 * <p>Belongs to one thread.
 */
final class Planner {
    /**
     * The largest document that goes along with its last step, for a dead letter: thousands of steps may wait for vectors
     * at once. The dead letter of a larger one says where its source has it.
     */
    static final int MAX_CARRIED = 64 * 1024;

    private final DocumentParsing parsing;
    private final DocumentChunks chunks;
    private final String making;
    private final PlannedDocuments planned;
    private boolean sweepsAlways;

    /**
     * A planner.
     *
     * @param parser names how documents are parsed: another parser may find another text in the same bytes
     */
    Planner(DocumentParsing parsing, DocumentChunks chunks, String parser, PlannedDocuments planned) {
        this.parsing = parsing;
        this.chunks = chunks;
        this.making = parser + " " + chunks.fingerprint();
        this.planned = planned;
    }

    /**
     * Whether leftovers are removed though the look-up shows none. After a failure the last request of the attempt before
     * may reach the index late.
     */
    void sweepAlways(boolean sweep) {
        sweepsAlways = sweep;
    }

    /** What came of a change. */
    enum Outcome {
        /** The index holds it as a whole: no step. */
        UNCHANGED,
        /** The index holds a newer state: no step. */
        SUPERSEDED,
        /** Steps were handed over, and the last one ends the change. */
        PLANNED
    }

    /** What is counted of a plan. */
    record Counts(long added, long moved, long kept, long removed) {}

    /** What came of a change, with its figures. */
    record Plan(Outcome outcome, Counts counts) {
        private static final Counts NOTHING = new Counts(0, 0, 0, 0);

        static Plan without(Outcome outcome) {
            return new Plan(outcome, NOTHING);
        }
    }

    /**
     * Hands over the steps of one change, in order.
     *
     * @param document the document as its source states it, or its delete
     * @param lookedUp what the index held of it when it was asked; empty for a delete
     * @throws RejectedException when the document can't be parsed; then no step was handed over
     */
    Plan plan(IncomingDocument document, Manifest lookedUp, Consumer<IndexOperation> out) {
        DocumentKey key = new DocumentKey(document.id(), document.tenant());
        if (document.deleted()) {
            delete(document, key, out);
            return Plan.without(Outcome.PLANNED);
        }
        Manifest held = planned.of(key, lookedUp);
        if (IndexedRecency.isNewer(held, document)) {
            return Plan.without(Outcome.SUPERSEDED);
        }
        String revision = Revision.of(document, making);
        if (held.isWhole(revision)) {
            return Plan.without(Outcome.UNCHANGED);
        }
        CutDocument cut = CutDocument.of(document, parsing, chunks);
        return new Plan(Outcome.PLANNED, steps(document, cut, revision, key, held, out));
    }

    /** Whether planning the document will take its text, as far as a look-up tells. On any thread. */
    boolean takesText(IncomingDocument document, Manifest lookedUp) {
        return !document.deleted()
                && !IndexedRecency.isNewer(lookedUp, document)
                && !lookedUp.isWhole(Revision.of(document, making));
    }

    private void delete(IncomingDocument document, DocumentKey key, Consumer<IndexOperation> out) {
        if (key.tenant() == null) {
            planned.deleted(key.documentId());
        } else {
            planned.put(key, Manifest.EMPTY);
        }
        out.accept(IndexOperation.delete(document.origin(), key.documentId(), key.tenant()));
    }

    private Counts steps(
            IncomingDocument document,
            CutDocument cut,
            String revision,
            DocumentKey key,
            Manifest held,
            Consumer<IndexOperation> out) {
        Map<String, Held> after = new HashMap<>();
        Tally tally = new Tally();
        chunks.of(cut.document(), cut.pieces(), revision, chunk -> {
            Held before = held.chunks().get(chunk.id());
            Held now = Held.of(chunk);
            after.put(chunk.id(), now);
            IndexOperation step = step(document, chunk, before, now.place(), tally);
            if (step != null) {
                out.accept(step);
            }
        });
        long removed = held.chunks().keySet().stream()
                .filter(id -> !after.containsKey(id))
                .count();
        // What is planned and not written may still fail, so only what was looked up tells that nothing is left over.
        boolean nothingElse = removed == 0 && !planned.has(key) && !sweepsAlways;
        planned.put(key, new Manifest(after));
        IndexOperation last = nothingElse
                ? IndexOperation.done(document.origin(), key.documentId(), key.tenant(), revision)
                : IndexOperation.complete(document.origin(), key.documentId(), key.tenant(), revision);
        out.accept(last.withDocument(document.size() <= MAX_CARRIED ? document : null));
        return new Counts(tally.added, tally.moved, tally.kept, removed);
    }

    private static @Nullable IndexOperation step(
            IncomingDocument document, Chunk chunk, @Nullable Held before, Place place, Tally tally) {
        if (before == null) {
            tally.added++;
            return IndexOperation.put(document.origin(), chunk);
        }
        if (!before.place().equals(place)) {
            tally.moved++;
            return IndexOperation.move(document.origin(), chunk);
        }
        tally.kept++;
        // Written for this very state before a crash cut the rest short.
        boolean written = before.revision().equals(chunk.revision()) && before.chunkCount() == chunk.chunkCount();
        return written ? null : IndexOperation.keep(document.origin(), chunk);
    }

    private static final class Tally {
        private long added;
        private long moved;
        private long kept;
    }
}
