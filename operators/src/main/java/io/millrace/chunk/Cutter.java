package io.millrace.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Gathers units into runs between two sizes, and cuts where it is worth most. What a cut is worth depends on the text
 * around it alone, and each run ends at the best cut in reach of its start. So two texts that differ in one place are
 * cut alike up to there, and again as soon as both find the same best cut, mostly the first or second one after: the
 * idea of content-defined chunking. The greatest size forces no cut, so nothing is forced on the runs after.
 */
final class Cutter {
    /** A cut that is worth this is made wherever what goes before is large enough. */
    static final double ALWAYS = Break.HEADING.worth();

    /** A run is at least this share of the greatest size, where no better reason ends it. */
    private static final double LEAST_SHARE = 0.35;
    /** What a cut loses that leaves a run too small before the next section, or before the end. */
    private static final double LEAVES_LITTLE = 0.9;
    /** What a cut is worth that comes early but keeps the sentences whole: more than one between words. */
    private static final double EARLY = Break.SENTENCE.worth() - 0.02;

    private final int min;
    private final int least;
    private final int max;
    private final TextSize size;
    private final Consumer<List<Unit>> out;
    private final List<Unit> open = new ArrayList<>();
    private long openTokens;
    private boolean closed;

    /**
     * A cutter of one text.
     *
     * @param min tokens below which no heading ends a run
     * @param max tokens that a run may have, each unit at most as many
     * @param out takes each run as it is found
     */
    Cutter(int min, int max, TextSize size, Consumer<List<Unit>> out) {
        this.min = min;
        this.least = Math.max(min, (int) (LEAST_SHARE * max));
        this.max = max;
        this.size = size;
        this.out = out;
    }

    void add(Unit unit) {
        open.add(unit);
        openTokens += unit.tokens();
        while (openTokens > 2L * max) {
            emit(next());
        }
    }

    /** Hands over what is left. */
    void close() {
        closed = true;
        while (!open.isEmpty()) {
            emit(next());
        }
    }

    private void emit(int count) {
        List<Unit> run = open.subList(0, count);
        run.forEach(unit -> openTokens -= unit.tokens());
        out.accept(List.copyOf(run));
        run.clear();
    }

    /** How many units the next run has. */
    private int next() {
        int count = alwaysCut();
        if (count == 0 && openTokens <= max) {
            count = open.size();
        }
        if (count == 0) {
            count = bestCut(max);
        }
        for (int fits = size.fitting(open, count, max); fits < count; fits = size.fitting(open, count, max)) {
            count = bestCut(tokens(fits));
        }
        return count;
    }

    private int tokens(int count) {
        int tokens = 0;
        for (Unit unit : open.subList(0, count)) {
            tokens += unit.tokens();
        }
        return tokens;
    }

    private int alwaysCut() {
        int tokens = open.get(0).tokens();
        for (int i = 1; i < open.size() && tokens <= max; i++) {
            if (tokens >= min && open.get(i).worth() >= ALWAYS) {
                return i;
            }
            tokens += open.get(i).tokens();
        }
        return 0;
    }

    private int bestCut(int limit) {
        int best = 1;
        double most = Double.NEGATIVE_INFINITY;
        int tokens = open.get(0).tokens();
        for (int i = 1; i < open.size() && tokens <= limit; i++) {
            double worth = worth(i, tokens);
            if (worth >= most) {
                best = i;
                most = worth;
            }
            tokens += open.get(i).tokens();
        }
        return best;
    }

    private double worth(int at, int tokens) {
        Unit unit = open.get(at);
        if (tokens < least) {
            double filled = (double) tokens / max;
            boolean whole = unit.before().keepsSentences() && tokens >= min;
            return (whole ? EARLY : -1) + filled / 100;
        }
        return leavesLittle(at) ? unit.worth() - LEAVES_LITTLE : unit.worth();
    }

    private boolean leavesLittle(int at) {
        int tokens = 0;
        for (int i = at; i < open.size(); i++) {
            if (i > at && open.get(i).before().compareTo(Break.TITLE) >= 0) {
                return tokens < least;
            }
            tokens += open.get(i).tokens();
            if (tokens >= least) {
                return false;
            }
        }
        return closed;
    }
}
