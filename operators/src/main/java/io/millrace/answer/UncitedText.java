package io.millrace.answer;

/**
 * The words of a model that cites beside them: a number in brackets among them is no citation, and comes out in round ones,
 * so that nobody takes it for one. Used by one thread.
 *
 * <p>The text comes in pieces. From an opening bracket on it is held back until it is known what the bracket holds.
 */
public final class UncitedText {
    /** More than a marker has; what is still open by then is none. */
    private static final int LONGEST = 200;

    private static final String OPENING = "[［【";
    private static final String CLOSING = "]］】";

    private final StringBuilder held = new StringBuilder();

    /** What can be told once this piece has come. */
    public String take(String piece) {
        StringBuilder told = new StringBuilder(piece.length());
        for (int at = 0; at < piece.length(); at++) {
            char unit = piece.charAt(at);
            if (held.isEmpty() && OPENING.indexOf(unit) < 0) {
                told.append(unit);
                continue;
            }
            held.append(unit);
            if (CLOSING.indexOf(unit) >= 0) {
                told.append(CitedText.quoted(held.toString()));
                held.setLength(0);
            } else if (held.length() == LONGEST) {
                told.append(rest());
            }
        }
        return told.toString();
    }

    /** What is held back. Nothing that follows belongs to it, so its brackets are made round: they can't close any more. */
    public String rest() {
        String rest = held.toString().replace('[', '(').replace('［', '(').replace('【', '(');
        held.setLength(0);
        return rest;
    }
}
