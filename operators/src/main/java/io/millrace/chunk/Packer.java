package io.millrace.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Fills runs with units, in order, as full as they go. */
final class Packer {
    private final int maxTokens;
    private final int maxSentences;
    private final TextSize size;
    private final Consumer<List<Unit>> out;
    private final List<Unit> open = new ArrayList<>();
    private int tokens;
    private int sentences;

    /**
     * A packer of one text.
     *
     * @param maxTokens tokens that a run may have, each unit at most as many
     * @param maxSentences sentences that a run may have; a heading goes with the one after it
     */
    Packer(int maxTokens, int maxSentences, TextSize size, Consumer<List<Unit>> out) {
        this.maxTokens = maxTokens;
        this.maxSentences = maxSentences;
        this.size = size;
        this.out = out;
    }

    void add(Unit unit) {
        if (sentences == maxSentences && unit.before().keepsSentences()) {
            close();
        }
        while (!open.isEmpty() && tokens + unit.tokens() > maxTokens) {
            emit();
        }
        open.add(unit);
        tokens += unit.tokens();
        sentences += isSentence(unit) ? 1 : 0;
    }

    /** Hands over what is left. */
    void close() {
        while (!open.isEmpty()) {
            emit();
        }
    }

    private void emit() {
        List<Unit> run = open.subList(0, size.fitting(open, open.size(), maxTokens));
        for (Unit unit : run) {
            tokens -= unit.tokens();
            sentences -= isSentence(unit) ? 1 : 0;
        }
        out.accept(List.copyOf(run));
        run.clear();
    }

    private static boolean isSentence(Unit unit) {
        return unit.before().keepsSentences();
    }
}
