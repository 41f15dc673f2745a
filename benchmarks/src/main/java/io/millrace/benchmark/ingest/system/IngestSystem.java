package io.millrace.benchmark.ingest.system;

import java.nio.file.Path;

/** Embeds the texts of a corpus and, most of them, stores them. Used by one thread; may be used again. */
public interface IngestSystem extends AutoCloseable {
    /** Makes a collection, in the form that this system writes; not measured. */
    void prepare(String collection) throws Exception;

    /** Reads a corpus, a directory of {@code .jsonl} files, and returns when each text is where it shall be. */
    void ingest(Path corpus, String collection) throws Exception;

    @Override
    void close();
}
