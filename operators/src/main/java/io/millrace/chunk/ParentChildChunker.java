package io.millrace.chunk;

import io.millrace.document.Document;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts small pieces, which are found well, out of large ones, which read well: parents as {@link StructureChunker} cuts
 * them, and each parent once more, in the same way, into the pieces that are handed over. Both stay where they are when
 * the text changes elsewhere.
 */
public final class ParentChildChunker implements Chunker {
    /** Sections below this share of a parent are joined. */
    private static final int LEAST_PARENT_SHARE = 4;

    private final int parentTokens;
    private final ChunkSizes sizes;
    private final TokenCounter tokens;

    /**
     * A chunker.
     *
     * @param parentTokens tokens that a parent may have, at least as many as a piece
     * @param sizes of the pieces, without overlap: what is around a piece is in its parent
     */
    public ParentChildChunker(int parentTokens, ChunkSizes sizes, TokenCounter tokens) {
        if (parentTokens < sizes.maxTokens() || sizes.overlapTokens() > 0) {
            throw new IllegalArgumentException(
                    "a parent must hold a piece (%d tokens), and pieces mustn't overlap; got parents of %d and an overlap of %d"
                            .formatted(sizes.maxTokens(), parentTokens, sizes.overlapTokens()));
        }
        this.parentTokens = parentTokens;
        this.sizes = sizes;
        this.tokens = tokens;
    }

    @Override
    public void chunk(Document document, Consumer<Piece> out) {
        TextSize size = new TextSize(document.text(), tokens);
        Cutter parents =
                new Cutter(parentTokens / LEAST_PARENT_SHARE, parentTokens, size, run -> children(run, size, out));
        Cohesion cohesion = new Cohesion(document.text(), parents::add);
        UnitReader.read(document, size, sizes.maxTokens(), cohesion::add);
        cohesion.close();
        parents.close();
    }

    private void children(List<Unit> run, TextSize size, Consumer<Piece> out) {
        Span parent = span(run);
        Cutter children = new Cutter(sizes.minTokens(), sizes.maxTokens(), size, child -> {
            Span span = span(child);
            out.accept(new Piece(span.start(), span.end(), child.get(0).headings(), parent));
        });
        run.forEach(children::add);
        children.close();
    }

    private static Span span(List<Unit> run) {
        return new Span(run.get(0).start(), run.get(run.size() - 1).end());
    }

    @Override
    public String fingerprint() {
        return "parent-child/1 parent %d %s".formatted(parentTokens, sizes.fingerprint());
    }
}
