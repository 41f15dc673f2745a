package io.millrace.connector.files.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Ends this process when the one that started it is gone: then nobody is left to read its replies. */
final class ParentWatch implements Runnable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final long parent;

    private ParentWatch(long parent) {
        this.parent = parent;
    }

    /** Watches, beside the end of standard input, that this process's parent is still the one with this id. */
    static void start(long parent) {
        Thread thread = new Thread(new ParentWatch(parent), "parent-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends this process at once, in the middle of a parse too, and leaves no temporary file. */
    static void endProcess() {
        try {
            WorkerDirectory.delete(Path.of("").toAbsolutePath());
        } catch (IOException e) {
            System.err.println("temporary files are left: " + e.getMessage());
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    @Override
    public void run() {
        try {
            // An orphan gets another parent.
            while (ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L) == parent) {
                Thread.sleep(INTERVAL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endProcess();
    }
}
