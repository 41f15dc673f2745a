package io.millrace.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One level of a recursive split: joins the parts of its level while they fit together, and hands one that is too large
 * alone to the level below. Holds no more than two pieces' worth of units.
 */
final class RecursiveSplit {
    /** What separates the parts, from the first to be tried to the last; a word's characters are parts at the last. */
    private static final List<Break> LEVELS =
            List.of(Break.PARAGRAPH, Break.LINE, Break.SENTENCE, Break.WORD, Break.HEADED);

    private final int level;
    private final int maxTokens;
    private final TextSize size;
    private final Consumer<List<Unit>> out;
    private final List<Unit> joined = new ArrayList<>();
    private final List<Unit> part = new ArrayList<>();
    private int joinedTokens;
    private int partTokens;
    private @Nullable RecursiveSplit below;

    /** The split of a whole text. */
    RecursiveSplit(int maxTokens, TextSize size, Consumer<List<Unit>> out) {
        this(0, maxTokens, size, out);
    }

    private RecursiveSplit(int level, int maxTokens, TextSize size, Consumer<List<Unit>> out) {
        this.level = level;
        this.maxTokens = maxTokens;
        this.size = size;
        this.out = out;
    }

    void add(Unit unit) {
        if (unit.before().compareTo(LEVELS.get(level)) >= 0) {
            endPart();
        }
        if (below != null) {
            below.add(unit);
            return;
        }
        part.add(unit);
        partTokens += unit.tokens();
        // A part of one unit fits, so at the last level, where every unit is a part, none goes below.
        if (partTokens > maxTokens && part.size() > 1) {
            emitJoined();
            RecursiveSplit split = new RecursiveSplit(level + 1, maxTokens, size, out);
            part.forEach(split::add);
            part.clear();
            partTokens = 0;
            below = split;
        }
    }

    /** Hands over what is left. */
    void close() {
        endPart();
        emitJoined();
    }

    private void endPart() {
        if (below != null) {
            below.close();
            below = null;
        }
        if (joinedTokens + partTokens > maxTokens) {
            emitJoined();
        }
        joined.addAll(part);
        joinedTokens += partTokens;
        part.clear();
        partTokens = 0;
    }

    private void emitJoined() {
        while (!joined.isEmpty()) {
            List<Unit> run = joined.subList(0, size.fitting(joined, joined.size(), maxTokens));
            out.accept(List.copyOf(run));
            run.clear();
        }
        joinedTokens = 0;
    }
}
