package io.millrace.connector.files.worker;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.concurrent.SynchronousQueue;

/**
 * Reads a worker's requests on a thread of its own, which thus learns in the middle of a parse too that the parent is
 * gone: standard input ends.
 */
final class RequestReader implements Runnable {
    private final SynchronousQueue<ParseRequest> requests = new SynchronousQueue<>();

    private RequestReader() {}

    static RequestReader start() {
        RequestReader reader = new RequestReader();
        Thread thread = new Thread(reader, "requests");
        thread.setDaemon(true);
        thread.start();
        return reader;
    }

    /** Waits for the next request. */
    ParseRequest next() throws InterruptedException {
        return requests.take();
    }

    @Override
    public void run() {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in), 1 << 16))) {
            while (true) {
                requests.put(ParseRequest.read(in));
            }
        } catch (EOFException e) {
            ParentWatch.endProcess();
        } catch (IOException e) {
            System.err.println("requests broke off: " + e.getMessage());
            ParentWatch.endProcess();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ParentWatch.endProcess();
        }
    }
}
