package io.millrace.chunk;

import io.millrace.chunk.Chunker.Piece;
import java.util.List;
import java.util.function.Consumer;

/** Makes pieces of runs, each with the end of the run before in front, whole units of it, but never over a heading. */
final class Overlap {
    private final ChunkSizes sizes;
    private final TextSize size;
    private final Consumer<Piece> out;
    private List<Unit> last = List.of();

    Overlap(ChunkSizes sizes, TextSize size, Consumer<Piece> out) {
        this.sizes = sizes;
        this.size = size;
        this.out = out;
    }

    void add(List<Unit> run) {
        Unit first = run.get(0);
        int end = run.get(run.size() - 1).end();
        int from = first.before() == Break.HEADING ? last.size() : repeatedFrom();
        while (from < last.size() && !size.fits(last.get(from).start(), end, sizes.maxTokens())) {
            from++;
        }
        int start = from < last.size() ? last.get(from).start() : first.start();
        out.accept(new Piece(start, end, first.headings()));
        last = run;
    }

    private int repeatedFrom() {
        int room = sizes.overlapTokens();
        int from = last.size();
        // Not all of it: the piece before would be in this one whole.
        while (from > 1 && last.get(from - 1).tokens() <= room) {
            from--;
            room -= last.get(from).tokens();
        }
        return from;
    }
}
