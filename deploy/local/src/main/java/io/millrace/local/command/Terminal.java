package io.millrace.local.command;

/** Whether a person is there, as the launcher's script found it: what Java says of consoles changed in version 22. */
final class Terminal {
    /** Lines wider than this are hard to read. */
    private static final int MAX_COLUMNS = 100;

    private static final int MIN_COLUMNS = 20;

    private Terminal() {}

    /** Whether questions can be typed. */
    static boolean takesQuestions() {
        return Boolean.getBoolean("millrace.terminal.in") && showsProgress();
    }

    /** Whether a line can be written over the one before. */
    static boolean showsProgress() {
        return Boolean.getBoolean("millrace.terminal.err");
    }

    /** The width of lines for a person to read; 0 where standard output is no terminal, and lines stay whole. */
    static int columns() {
        int columns = Integer.getInteger("millrace.terminal.columns", 0);
        return columns <= 0 ? 0 : Math.max(MIN_COLUMNS, Math.min(columns, MAX_COLUMNS));
    }
}
