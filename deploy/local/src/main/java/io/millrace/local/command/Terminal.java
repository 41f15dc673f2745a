package io.millrace.local.command;

/** Whether a person is there, as the launcher's script found it: what Java says of consoles changed in version 22. */
final class Terminal {
    private Terminal() {}

    /** Whether questions can be typed. */
    static boolean takesQuestions() {
        return Boolean.getBoolean("millrace.terminal.in") && showsProgress();
    }

    /** Whether a line can be written over the one before. */
    static boolean showsProgress() {
        return Boolean.getBoolean("millrace.terminal.err");
    }
}
