package io.millrace.local.command;

/** Whether a person watches. */
final class Terminal {
    private Terminal() {}

    /** As the launcher's script found it: what Java itself says of consoles changed in its version 22. */
    static boolean isPresent() {
        return Boolean.getBoolean("millrace.terminal");
    }
}
