package io.millrace.connector.onnx;

/**
 * Where a long text may be cut so that its windows' word pieces, one window after the other, are the text's own. So a
 * text of any length is tokenized in little memory, in time proportional to its length.
 */
final class TextWindow {
    /** UTF-16 units of a window, at least, where more follow. */
    static final int LENGTH = 4_096;

    /** UTF-16 units in which a place to cut is sought after that. */
    static final int SEARCH = 4_096;

    private TextWindow() {}

    /**
     * Where the window ends that begins at start. It ends before white space or an ideograph, where a word piece always
     * ends. A text with neither in all of the search is cut where the search ends, which may add a word piece.
     */
    static int end(String text, int start) {
        // As subtraction, since start + LENGTH could overflow.
        if (text.length() - start <= LENGTH) {
            return text.length();
        }
        int last = Math.min(text.length() - start - LENGTH, SEARCH) + start + LENGTH;
        for (int i = start + LENGTH; i < last; i++) {
            if (separates(text, i)) {
                return i;
            }
        }
        boolean insidePair = last < text.length() && Character.isLowSurrogate(text.charAt(last));
        return insidePair ? last - 1 : last;
    }

    private static boolean separates(String text, int index) {
        char unit = text.charAt(index);
        return unit == ' ' || unit == '\n' || unit == '\t' || unit == '\r' || (unit >= 0x4E00 && unit <= 0x9FFF);
    }
}
