package io.millrace.connector.files;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one file. For one thread. */
interface FileReader extends Closeable {
    /**
     * The next records, or null when there are no more. They were read while the file was as it was listed: else the
     * last of them has no record in it, and no more follow.
     *
     * @throws IOException when the thread was interrupted; any other failure is a record that says so
     */
    @Nullable
    List<FileRecord> readBatch() throws IOException;
}
