package io.millrace.chunk;

import io.millrace.document.Document.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text's blocks line by line, with exact offsets and in memory that doesn't grow with the text. Of Markdown it
 * knows what decides where to cut (CommonMark 0.31: ATX and setext headings, fenced code; GFM tables); plain text has
 * paragraphs only.
 */
final class BlockReader {
    private static final Pattern FENCE = Pattern.compile(" {0,3}(?:(`{3,})[^`]*|(~{3,}).*)");
    private static final Pattern SETEXT = Pattern.compile(" {0,3}(=+|-+)[ \\t]*");

    /** A longer line is no heading, whatever its marks: every chunk under it would carry it along. */
    private static final int LONGEST_HEADING = 1000;

    private final String text;
    private final boolean markdown;
    private final Consumer<Block> out;
    private final List<String> headings = new ArrayList<>();
    /** The levels of {@link #headings}, ascending. */
    private final List<Integer> levels = new ArrayList<>();

    private Block.@Nullable Type open;
    private int openStart;
    private int openEnd;
    private int openLines;
    private @Nullable String fence;

    private BlockReader(String text, Markup markup, Consumer<Block> out) {
        this.text = text;
        this.markdown = markup == Markup.MARKDOWN;
        this.out = out;
    }

    /** Hands over the blocks in order; blank lines are in none. */
    static void read(String text, Markup markup, Consumer<Block> out) {
        new BlockReader(text, markup, out).readLines();
    }

    private void readLines() {
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int next = newline < 0 ? text.length() : newline + 1;
            int end = newline < 0 ? text.length() : newline;
            if (end > start && text.charAt(end - 1) == '\r') {
                end--;
            }
            line(start, end);
            start = next;
        }
        close();
    }

    private void line(int start, int end) {
        if (fence != null) {
            openEnd = end;
            if (closesFence(text.substring(start, end), fence)) {
                fence = null;
                close();
            }
            return;
        }
        if (isBlank(start, end)) {
            close();
            return;
        }
        if (markdown && markdownLine(start, end)) {
            return;
        }
        extend(Block.Type.PROSE, start, end);
    }

    private boolean markdownLine(int start, int end) {
        char first = firstNonSpace(start, end);
        switch (first) {
            case '#' -> {
                AtxHeading heading = end - start > LONGEST_HEADING ? null : AtxHeading.of(text, start, end);
                if (heading != null) {
                    close();
                    heading(heading.level(), heading.title(), start, end);
                    return true;
                }
            }
            case '`', '~' -> {
                Matcher opening = FENCE.matcher(text).region(start, end);
                if (opening.matches()) {
                    close();
                    extend(Block.Type.LINES, start, end);
                    fence = opening.group(1) != null ? opening.group(1) : opening.group(2);
                    return true;
                }
            }
            case '=', '-' -> {
                // A line of = or - under one line of prose makes that line a heading.
                Matcher underline = SETEXT.matcher(text).region(start, end);
                boolean underOneLine =
                        open == Block.Type.PROSE && openLines == 1 && openEnd - openStart <= LONGEST_HEADING;
                if (underOneLine && underline.matches()) {
                    open = null;
                    heading(
                            first == '=' ? 1 : 2,
                            text.substring(openStart, openEnd).strip(),
                            openStart,
                            end);
                    return true;
                }
            }
            case '|' -> {
                extend(Block.Type.LINES, start, end);
                return true;
            }
            default -> {
                return false;
            }
        }
        return false;
    }

    private void heading(int level, String title, int start, int end) {
        while (!levels.isEmpty() && levels.get(levels.size() - 1) >= level) {
            levels.remove(levels.size() - 1);
            headings.remove(headings.size() - 1);
        }
        levels.add(level);
        // A level that was skipped leaves no gap: the path holds the headings that there are.
        headings.add(title);
        out.accept(new Block(Block.Type.HEADING, start, end, List.copyOf(headings)));
    }

    private void extend(Block.Type type, int start, int end) {
        if (open != type) {
            close();
            open = type;
            openStart = start;
            openLines = 0;
        }
        openEnd = end;
        openLines++;
    }

    private void close() {
        if (open != null) {
            out.accept(new Block(open, openStart, openEnd, List.copyOf(headings)));
        }
        open = null;
    }

    /** Whether the line is of the fence's character alone, and at least as long as the one that opened. */
    private static boolean closesFence(String line, String fence) {
        String stripped = line.strip();
        char mark = fence.charAt(0);
        return stripped.length() >= fence.length() && stripped.chars().allMatch(c -> c == mark);
    }

    private boolean isBlank(int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The first character that isn't white space of a line that isn't blank. */
    private char firstNonSpace(int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return text.charAt(i);
            }
        }
        return '\0';
    }
}
