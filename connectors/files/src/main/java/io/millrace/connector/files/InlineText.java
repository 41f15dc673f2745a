package io.millrace.connector.files;

/** One paragraph in the making: runs of white space become one space, or one line break where it is kept. */
final class InlineText {
    private final StringBuilder text = new StringBuilder();
    private int breaks;
    private boolean softBreak;
    private boolean space;

    /** A visible character. */
    void append(char character) {
        if (breaks > 0 || softBreak) {
            separate('\n');
        } else if (space) {
            separate(' ');
        }
        forgetSpace();
        text.append(character);
    }

    void space() {
        space = true;
    }

    /** A line end of the parser's making: a line break, but never one of several. */
    void softBreak() {
        softBreak = true;
    }

    /** A line break of the document's own. */
    void lineBreak() {
        breaks++;
    }

    /** The document's own line breaks since the last visible character; from two on they end a paragraph. */
    int pendingBreaks() {
        return breaks;
    }

    boolean isEmpty() {
        return text.length() == 0;
    }

    /** The paragraph so far; what follows starts a new one. */
    String take() {
        String taken = text.toString();
        text.setLength(0);
        forgetSpace();
        return taken;
    }

    private void separate(char separator) {
        if (text.length() > 0) {
            text.append(separator);
        }
    }

    private void forgetSpace() {
        breaks = 0;
        softBreak = false;
        space = false;
    }
}
