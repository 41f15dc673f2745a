package io.millrace.local.client;

import java.io.PrintStream;

/** Standard output takes no more, as when what reads it has read enough. Nothing to talk about. */
public final class OutputClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private OutputClosedException() {
        super("standard output takes no more");
    }

    static void check(PrintStream out) {
        if (out.checkError()) {
            throw new OutputClosedException();
        }
    }
}
