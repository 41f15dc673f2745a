package io.millrace.connector.files.worker;

/** A worker ended, or spoke nonsense and was ended, before it replied. */
final class WorkerEndedException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int SIGNALS = 128;

    private final int status;

    /** Of an exit status: above 128 it is that of a process which the signal of the number above 128 killed. */
    WorkerEndedException(int status, Throwable cause) {
        super("the process ended with " + shown(status), cause);
        this.status = status;
    }

    boolean isOutOfMemory() {
        return status == ParserWorker.OUT_OF_MEMORY;
    }

    private static String shown(int status) {
        return status > SIGNALS ? "signal " + (status - SIGNALS) : "status " + status;
    }
}
