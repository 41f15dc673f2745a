package io.millrace.chunk;

/** What a cut between two units parts, from what belongs together most to what stands apart anyway. */
enum Break {
    /** A heading from what it is over. */
    HEADED(0),
    /** A word's characters. */
    CHARACTER(1),
    /** A sentence's words. */
    WORD(2),
    /** A sentence's clauses. */
    CLAUSE(3),
    /** A paragraph's sentences, and the lines of code or of a table. */
    SENTENCE(4),
    /** A paragraph's lines, where they aren't wrapped: a list's items, or an address. */
    LINE(5),
    /** A section's paragraphs. */
    PARAGRAPH(6),
    /** What goes before from a line that stands alone as a title does. */
    TITLE(7),
    /** What goes before from a heading. */
    HEADING(8);

    private final int worth;

    Break(int worth) {
        this.worth = worth;
    }

    /** The more, the better a place to cut. */
    int worth() {
        return worth;
    }

    /** Whether the cut leaves sentences whole. */
    boolean keepsSentences() {
        return compareTo(SENTENCE) >= 0;
    }
}
