package io.millrace.plan;

import io.millrace.chunk.Chunk;
import io.millrace.chunk.DocumentChunks;
import io.millrace.document.DocumentParsing;
import io.millrace.document.IncomingDocument;
import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import io.millrace.index.IndexOperation;
import io.millrace.index.IndexedChunk;
import io.millrace.index.Manifest;
import io.millrace.index.Manifest.Held;
import io.millrace.picture.PictureParser;
import io.millrace.plan.AuditFinding.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Compares what an index holds of a document with what it should hold, chunk by chunk and field by field. Unlike a plan,
 * it trusts nothing that the index says of itself, such as that it holds a state as a whole. Vectors aren't compared:
 * that would take the model.
 *
 * <p>Belongs to one thread.
 */
final class DocumentAudit {
    /** Before a revision, while a document is mended of chunks that claim to be of the right one. */
    private static final String PASSING = "audit-";

    private final DocumentParsing parsing;
    private final DocumentChunks chunks;
    private final String making;

    /** An audit; the arguments are as a {@link Planner}'s. */
    DocumentAudit(DocumentParsing parsing, DocumentChunks chunks, String parser) {
        this.parsing = parsing;
        this.chunks = chunks;
        this.making = parser + " " + chunks.fingerprint();
    }

    /**
     * Compares.
     *
     * @param document one that isn't deleted
     * @param held the index's points of it
     * @param findings takes what is found, each kind once; nothing when all is as it should be
     * @param steps takes the steps that mend it; none when there is nothing to mend
     */
    void compare(
            IncomingDocument document,
            List<IndexedChunk> held,
            Consumer<AuditFinding> findings,
            Consumer<IndexOperation> steps) {
        if (IndexedRecency.isNewer(manifest(held), document)) {
            findings.accept(
                    finding(document, Kind.NEWER, 0, "the index holds a newer state than the source was read to"));
            return;
        }
        CutDocument cut;
        try {
            cut = CutDocument.of(document, parsing, chunks);
        } catch (RejectedException e) {
            // What a picture was described as is known to the index alone, which is taken at its word.
            if (!e.code().equals(PictureParser.NOT_DESCRIBED)
                    || !manifest(held).isWhole(Revision.of(document, making))) {
                findings.accept(unreadable(document, e.reason()));
            }
            return;
        }
        Comparison comparison = new Comparison(held);
        String revision = Revision.of(document, making);
        chunks.of(cut.document(), cut.pieces(), revision, comparison::take);
        comparison.report(document, findings);
        if (comparison.isDifferent()) {
            mend(document, cut, revision, comparison, steps);
        }
    }

    static AuditFinding finding(IncomingDocument document, Kind kind, int chunks, String detail) {
        return new AuditFinding(kind, document.id(), document.tenant(), chunks, detail);
    }

    private static AuditFinding unreadable(IncomingDocument document, Reason reason) {
        return finding(document, Kind.UNREADABLE, 0, reason.code() + ": " + reason.message());
    }

    private void mend(
            IncomingDocument document,
            CutDocument cut,
            String revision,
            Comparison comparison,
            Consumer<IndexOperation> steps) {
        Set<String> there = comparison.expectedAndThere;
        if (comparison.hasStrayOf(revision)) {
            // The removal goes by revisions: for its sake all chunks take another one for a moment.
            write(document, cut, PASSING + revision, there, comparison.expected, steps);
            steps.accept(
                    IndexOperation.complete(document.origin(), document.id(), document.tenant(), PASSING + revision));
            there = comparison.expected;
        }
        write(document, cut, revision, there, comparison.wrong(revision), steps);
        steps.accept(IndexOperation.complete(document.origin(), document.id(), document.tenant(), revision)
                .withDocument(document.isFitForDeadLetter() ? document : null));
    }

    /** Embeds what isn't there, and writes the payloads of what is and is wrong. */
    private void write(
            IncomingDocument document,
            CutDocument cut,
            String revision,
            Set<String> there,
            Set<String> wrong,
            Consumer<IndexOperation> steps) {
        chunks.of(cut.document(), cut.pieces(), revision, chunk -> {
            if (!there.contains(chunk.id())) {
                steps.accept(IndexOperation.put(document.origin(), chunk));
            } else if (wrong.contains(chunk.id())) {
                steps.accept(IndexOperation.move(document.origin(), chunk));
            }
        });
    }

    private static Manifest manifest(List<IndexedChunk> held) {
        Map<String, Held> chunks = new HashMap<>();
        for (IndexedChunk each : held) {
            if (each.chunk() != null) {
                chunks.put(each.id(), Held.of(each.chunk()));
            }
        }
        return new Manifest(chunks);
    }

    /** What is there beside what should be, as the expected chunks come by. */
    private static final class Comparison {
        private final Map<String, IndexedChunk> strays = new LinkedHashMap<>();
        private final Set<String> expected = new HashSet<>();
        private final Set<String> expectedAndThere = new HashSet<>();
        private final Set<String> different = new HashSet<>();
        private final Set<String> differentFields = new TreeSet<>();
        private final Set<Position> places = new HashSet<>();
        private int missing;

        private record Position(String textHash, int start, int end) {
            static Position of(Chunk chunk) {
                return new Position(chunk.textHash(), chunk.start(), chunk.end());
            }
        }

        Comparison(List<IndexedChunk> held) {
            held.forEach(each -> strays.put(each.id(), each));
        }

        void take(Chunk chunk) {
            expected.add(chunk.id());
            places.add(Position.of(chunk));
            IndexedChunk stored = strays.remove(chunk.id());
            if (stored == null) {
                missing++;
                return;
            }
            expectedAndThere.add(chunk.id());
            List<String> fields =
                    stored.chunk() == null ? List.of("payload") : ChunkDifferences.between(chunk, stored.chunk());
            if (!fields.isEmpty()) {
                different.add(chunk.id());
                differentFields.addAll(fields);
            }
        }

        boolean isDifferent() {
            return missing > 0 || !strays.isEmpty() || !different.isEmpty();
        }

        boolean hasStrayOf(String revision) {
            return strays.values().stream()
                    .anyMatch(stray ->
                            stray.chunk() == null || stray.chunk().revision().equals(revision));
        }

        /** What is to be written for the revision; all of it, where all of it took another one. */
        Set<String> wrong(String revision) {
            return hasStrayOf(revision) ? expected : different;
        }

        void report(IncomingDocument document, Consumer<AuditFinding> findings) {
            long duplicates = strays.values().stream()
                    .map(IndexedChunk::chunk)
                    .filter(Objects::nonNull)
                    .filter(chunk -> places.contains(Position.of(chunk)))
                    .count();
            report(document, Kind.MISSING, missing, "", findings);
            report(document, Kind.STALE, strays.size() - (int) duplicates, "", findings);
            report(document, Kind.DUPLICATE, (int) duplicates, "", findings);
            report(document, Kind.DIFFERENT, different.size(), String.join(", ", differentFields), findings);
        }

        private static void report(
                IncomingDocument document, Kind kind, int chunks, String detail, Consumer<AuditFinding> findings) {
            if (chunks > 0) {
                findings.accept(finding(document, kind, chunks, detail));
            }
        }
    }
}
