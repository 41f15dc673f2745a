package io.millrace.plan;

import io.millrace.chunk.Chunker.Piece;
import io.millrace.chunk.DocumentChunks;
import io.millrace.document.Document;
import io.millrace.document.DocumentParsing;
import io.millrace.document.IncomingDocument;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.RejectedException;
import io.millrace.failure.Unquoted;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A document with its text, and where it is cut. */
record CutDocument(Document document, List<Piece> pieces) {
    private static final Logger LOG = LoggerFactory.getLogger(CutDocument.class);

    /**
     * Parses and cuts. What this one document makes fail must not fail the job again and again.
     *
     * @throws RejectedException when it can't be parsed or cut
     */
    static CutDocument of(IncomingDocument document, DocumentParsing parsing, DocumentChunks chunks) {
        try {
            Document parsed = parsing.parse(document);
            return new CutDocument(parsed, chunks.pieces(parsed));
        } catch (ClassifiedException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("Document {} of {} can't be parsed and cut", document.id(), document.origin(), Unquoted.of(e));
            // Its class alone: the message may quote the document.
            throw new RejectedException(
                    "defect",
                    "the document made Millrace fail (%s); the task manager's log says where"
                            .formatted(e.getClass().getName()),
                    e);
        }
    }
}
