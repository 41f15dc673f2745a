package io.millrace.local.client;

import java.io.PrintStream;

/**
 * Prints text that comes in pieces, with lines broken between words so that none is wider than the terminal. Characters
 * that a terminal takes for orders are shown as {@code U+FFFD}: documents are untrusted text.
 */
final class WordWrap {
    private final PrintStream out;
    private final int columns;
    private final String indent;
    private final StringBuilder word = new StringBuilder();
    private final StringBuilder blank = new StringBuilder();
    private int column;
    private boolean continued;

    /**
     * @param columns the greatest width; 0 to break no line
     * @param indent what lines begin with that were broken off
     */
    WordWrap(PrintStream out, int columns, String indent) {
        this.out = out;
        this.columns = columns;
        this.indent = indent;
    }

    /** Prints the text on a line of its own, or several. */
    static void line(PrintStream out, int columns, String indent, String text) {
        WordWrap wrap = new WordWrap(out, columns, indent);
        wrap.print(text);
        wrap.endLine();
    }

    /** Prints what follows. A word is held back until it is whole, where lines are broken. */
    void print(String piece) {
        piece.codePoints().forEach(this::take);
        if (columns == 0) {
            flushWord();
            out.print(blank);
            column += blank.length();
            blank.setLength(0);
        }
        out.flush();
    }

    /** Prints what was held back, and ends the line, if one was begun. */
    void endLine() {
        flushWord();
        if (column > 0 || !blank.isEmpty()) {
            newLine();
        }
        out.flush();
    }

    private void take(int character) {
        if (character == '\n') {
            flushWord();
            newLine();
        } else if (character == ' ' || character == '\t') {
            flushWord();
            blank.append(character == '\t' ? "    " : " ");
        } else if (character != '\r') {
            word.appendCodePoint(Character.getType(character) == Character.CONTROL ? 0xFFFD : character);
        }
    }

    private void flushWord() {
        if (word.isEmpty()) {
            return;
        }
        int width = word.codePointCount(0, word.length());
        boolean begun = column > (continued ? indent.length() : 0);
        if (columns > 0 && begun && !blank.isEmpty() && column + blank.length() + width > columns) {
            newLine();
            out.print(indent);
            column = indent.length();
            continued = true;
        }
        out.print(blank);
        out.print(word);
        column += blank.length() + width;
        blank.setLength(0);
        word.setLength(0);
    }

    private void newLine() {
        out.println();
        blank.setLength(0);
        column = 0;
        continued = false;
    }
}
