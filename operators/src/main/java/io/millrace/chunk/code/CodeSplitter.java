package io.millrace.chunk.code;

import io.millrace.chunk.TokenCounter;
import io.millrace.chunk.code.SyntaxOutline.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes source code apart until everything fits: by syntax, then by indentation, by lines, and within a line last. */
final class CodeSplitter {
    /** Nesting beyond this is no longer followed: what is deeper is cut between lines. */
    private static final int MAX_DEPTH = 64;
    /** Characters of a name that go into a path. */
    private static final int MAX_NAME = 80;

    private final SourceLines lines;
    private final int maxTokens;
    private final TokenCounter tokens;
    private final LongLine longLine;
    private final Consumer<Atom> out;

    private List<String> path = List.of();
    private int depth;
    /** Whether lines that look like declarations are: where syntax is known, they are text in a comment or string. */
    private boolean linesDeclare;

    CodeSplitter(String text, int maxTokens, TokenCounter tokens, Consumer<Atom> out) {
        this.lines = new SourceLines(text);
        this.maxTokens = maxTokens;
        this.tokens = tokens;
        this.out = out;
        longLine = new LongLine(
                text,
                maxTokens,
                tokens,
                (bit, count) -> out.accept(new Atom(bit.start(), bit.end(), count, path, 2 * MAX_DEPTH + 2, false)));
    }

    /** Hands over the atoms of the text, given what is nested in it, or null where only its lines say. */
    void split(@Nullable List<Part> parts) {
        linesDeclare = parts == null;
        if (parts == null) {
            byIndentation(0, lines.count());
        } else {
            bySyntax(0, lines.count(), parts);
        }
    }

    private void bySyntax(int from, int to, List<Part> parts) {
        for (Section section : Section.of(lines, from, to, parts)) {
            if (addIfFits(section.from(), section.to(), section.name() != null)) {
                continue;
            }
            inside(section.name(), () -> {
                if (section.parts().isEmpty() || depth > MAX_DEPTH) {
                    byIndentation(section.from(), section.to());
                } else {
                    bySyntax(section.from(), section.to(), section.parts());
                }
            });
        }
    }

    private void byIndentation(int from, int to) {
        if (depth > MAX_DEPTH) {
            byLine(from, to);
            return;
        }
        for (IndentedBlock block : IndentedBlock.of(lines, from, to)) {
            String name = linesDeclare ? block.name() : null;
            if (addIfFits(block.from(), block.to(), name != null)) {
                continue;
            }
            if (!block.hasBody()) {
                byLine(block.from(), block.to());
                continue;
            }
            inside(name, () -> {
                byLine(block.from(), block.body());
                byIndentation(block.body(), block.bodyEnd());
                byLine(block.bodyEnd(), block.to());
            });
        }
    }

    private void byLine(int from, int to) {
        for (int line = from; line < to; line++) {
            if (!lines.isBlank(line) && !addIfFits(line, line + 1, false)) {
                longLine.cut(lines.start(line), lines.start(line + 1));
            }
        }
    }

    private void inside(@Nullable String name, Runnable cuts) {
        List<String> outer = path;
        if (name != null) {
            List<String> inner = new ArrayList<>(outer);
            inner.add(name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME));
            path = List.copyOf(inner);
        }
        depth++;
        cuts.run();
        depth--;
        path = outer;
    }

    private boolean addIfFits(int from, int to, boolean declares) {
        int first = from;
        while (first < to && lines.isBlank(first)) {
            first++;
        }
        int end = to;
        while (end > first && lines.isBlank(end - 1)) {
            end--;
        }
        // More characters than this can't fit, since a token is seldom longer than 16: don't count them.
        if (lines.length(first, end) > 16L * maxTokens) {
            return false;
        }
        int count = tokens.count(lines.text(first, end));
        if (count > maxTokens) {
            return false;
        }
        boolean isSetOff = first == 0 || lines.isBlank(first - 1);
        out.accept(
                new Atom(lines.start(first), lines.start(end), count, path, 2 * depth + (isSetOff ? 0 : 1), declares));
        return true;
    }
}
