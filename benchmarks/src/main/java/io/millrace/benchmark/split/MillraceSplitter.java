package io.millrace.benchmark.split;

import io.millrace.benchmark.corpus.Corpus;
import io.millrace.chunk.Chunk;
import io.millrace.chunk.ChunkId;
import io.millrace.chunk.Chunker;
import io.millrace.chunk.EmbeddingText;
import io.millrace.chunk.Span;
import io.millrace.document.Document;
import io.millrace.document.Kind;
import io.millrace.document.Metadata;
import io.millrace.document.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts with one of Millrace's chunkers, as the ingest job does with a Markdown file that has no title. */
final class MillraceSplitter implements Splitter {
    private static final String MARKDOWN = "text/markdown";

    private final Chunker chunker;
    private final EmbeddingText embedWith;

    MillraceSplitter(Chunker chunker, EmbeddingText embedWith) {
        this.chunker = chunker;
        this.embedWith = embedWith;
    }

    @Override
    public List<Segment> split(Corpus corpus) {
        Document document = document(corpus);
        List<Segment> segments = new ArrayList<>();
        chunker.chunk(document, piece -> {
            Span parent = piece.parent();
            segments.add(new Segment(
                    parent == null ? new Span(piece.start(), piece.end()) : parent,
                    embedWith.of(chunk(document, piece, segments.size()))));
        });
        return segments;
    }

    private static Document document(Corpus corpus) {
        return new Document(
                Origin.ofFile(corpus.name() + ".md", 0, 0, 0),
                corpus.name(),
                null,
                Kind.DOCUMENT,
                null,
                null,
                MARKDOWN,
                corpus.text(),
                Document.Markup.MARKDOWN,
                List.of(),
                Metadata.EMPTY,
                1);
    }

    /** What the embedding text is made of; the rest of a chunk doesn't matter here. */
    private static Chunk chunk(Document document, Chunker.Piece piece, int ordinal) {
        @Nullable String none = null;
        String text = document.text().substring(piece.start(), piece.end());
        String hash = ChunkId.hash(text);
        return new Chunk(
                ChunkId.of(none, document.id(), hash, 0),
                document.id(),
                none,
                document.kind(),
                none,
                document.title(),
                document.contentType(),
                piece.headings(),
                ordinal,
                piece.start(),
                piece.end(),
                null,
                text,
                hash,
                document.version(),
                "",
                document.metadata());
    }
}
