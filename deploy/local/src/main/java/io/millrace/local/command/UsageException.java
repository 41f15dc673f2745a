package io.millrace.local.command;

/** A command line that can't be used; the message says why, and what can. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
