package io.millrace.benchmark.ingest;

import io.millrace.benchmark.corpus.ShortTexts;
import io.millrace.benchmark.ingest.system.Task;
import io.millrace.benchmark.server.ScratchDirectory;
import io.millrace.benchmark.server.StoreServer;
import io.millrace.benchmark.server.StubServer;
import io.millrace.chunk.TokenCounter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A stub, a store and a directory, each for as long as a benchmark takes. */
final class ServerSet implements AutoCloseable {
    private final ScratchDirectory scratch;
    private final StubServer stub;
    private final StoreServer store;

    private ServerSet(ScratchDirectory scratch, StubServer stub, StoreServer store) {
        this.scratch = scratch;
        this.stub = stub;
        this.store = store;
    }

    /**
     * Starts them.
     *
     * @param stubOptions as the stub's {@code main} takes them
     */
    static ServerSet start(List<String> stubOptions) throws IOException {
        ScratchDirectory scratch = ScratchDirectory.create();
        StubServer stub = StubServer.start(stubOptions);
        return new ServerSet(scratch, stub, StoreServer.start(scratch.path().resolve("store")));
    }

    /** A task with these servers. */
    Task task(int dimensions, int inputs, int concurrency, int parallelism) {
        return new Task(stub.url(), store.url(), dimensions, inputs, concurrency, parallelism);
    }

    /** Turns at a task. */
    Trials trials(Task task) {
        return new Trials(scratch.path(), task);
    }

    /** The stub's base URL. */
    URI provider() {
        return stub.url();
    }

    /** Where files may be put. */
    Path directory() {
        return scratch.path();
    }

    /** Writes a corpus of the texts of the numbers from the first. */
    TextCorpus corpus(String name, ShortTexts source, int first, int texts, TokenCounter counter) throws IOException {
        return TextCorpus.write(scratch.path().resolve("corpus").resolve(name), source, first, texts, counter);
    }

    @Override
    public void close() {
        store.close();
        stub.close();
        scratch.close();
    }
}
