package io.millrace.benchmark.split;

import io.millrace.benchmark.corpus.Corpus;
import io.millrace.chunk.Chunker;
import io.millrace.chunk.DocumentChunks;
import io.millrace.chunk.EmbeddingText;
import io.millrace.chunk.Span;
import io.millrace.document.Document;
import io.millrace.document.Kind;
import io.millrace.document.Metadata;
import io.millrace.document.Origin;
import java.util.ArrayList;
import java.util.List;

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
        DocumentChunks chunks = new DocumentChunks(chunker, embedWith, "benchmark");
        chunks.of(document, chunks.pieces(document), "", chunk -> {
            Span parent = chunk.parent();
            segments.add(
                    new Segment(parent == null ? new Span(chunk.start(), chunk.end()) : parent, embedWith.of(chunk)));
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
}
