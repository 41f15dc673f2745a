package io.millrace.chunk;

import io.millrace.chunk.Chunker.Piece;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Fills pieces with spans, in order, up to a size. */
final class Packer {
    private final ChunkSizes sizes;
    private final Consumer<Piece> out;
    private final Deque<Sized> open = new ArrayDeque<>();

    private int openTokens;
    /** Spans at the head of {@link #open} that the piece before holds too. */
    private int repeated;

    Packer(ChunkSizes sizes, Consumer<Piece> out) {
        this.sizes = sizes;
        this.out = out;
    }

    private record Sized(int start, int end, int tokens, List<String> headings) {}

    /** What comes next is under a new heading: a piece that is large enough ends here. */
    void heading() {
        if (openTokens >= sizes.minTokens() && open.size() > repeated) {
            emit();
            clear();
        }
    }

    /** Takes a span of at most the greatest size. */
    void add(int start, int end, int tokens, List<String> headings) {
        if (!open.isEmpty() && openTokens + tokens > sizes.maxTokens()) {
            if (open.size() > repeated) {
                emit();
            }
            keepOverlap(tokens);
        }
        open.addLast(new Sized(start, end, tokens, headings));
        openTokens += tokens;
    }

    void close() {
        if (open.size() > repeated) {
            emit();
        }
        clear();
    }

    private void emit() {
        Sized first = open.getFirst();
        out.accept(new Piece(first.start(), open.getLast().end(), first.headings()));
    }

    /** Lets go of all but the last spans that fit into the overlap, and into the next piece with its first span. */
    private void keepOverlap(int nextTokens) {
        int room = Math.min(sizes.overlapTokens(), sizes.maxTokens() - nextTokens);
        while (openTokens > room && !open.isEmpty()) {
            openTokens -= open.removeFirst().tokens();
        }
        if (open.isEmpty()) {
            openTokens = 0;
        }
        repeated = open.size();
    }

    private void clear() {
        open.clear();
        openTokens = 0;
        repeated = 0;
    }
}
