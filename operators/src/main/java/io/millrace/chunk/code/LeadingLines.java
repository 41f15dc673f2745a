package io.millrace.chunk.code;

import java.util.List;

/** The comments and annotations right above a declaration, which belong to it. */
final class LeadingLines {
    /** How comments, annotations and attributes begin: {@code #} is a comment in Python, {@code #[} a Rust attribute. */
    private static final List<String> MARKS = List.of("//", "#", "--", "@", "[", "/*", "*", "<!--", "%", ";;");

    private LeadingLines() {}

    /**
     * The first of the lines that belong to what starts at a line.
     *
     * @param floor the line above which none is taken
     */
    static int first(SourceLines lines, int line, int floor) {
        int first = line;
        while (first > floor && belongs(lines, first - 1)) {
            first = lines.endsWith(first - 1, "*/") ? opening(lines, first - 1, floor) : first - 1;
        }
        return first;
    }

    private static boolean belongs(SourceLines lines, int line) {
        return lines.endsWith(line, "*/") || MARKS.stream().anyMatch(mark -> lines.beginsWith(line, mark));
    }

    /** The line that opens the block comment which a line closes; the closing line itself when none does. */
    private static int opening(SourceLines lines, int closing, int floor) {
        for (int line = closing; line >= floor; line--) {
            if (lines.beginsWith(line, "/*")) {
                return line;
            }
        }
        return closing;
    }
}
