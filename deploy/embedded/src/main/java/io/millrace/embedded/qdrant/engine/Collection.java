package io.millrace.embedded.qdrant.engine;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.Points.PointsUpdateOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.BytesRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One collection: its points, its log of writes and what was declared about it. Safe for use by many threads. Writes
 * are carried out one at a time in the order in which they arrive; reads see every write that returned before them.
 */
public final class Collection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Collection.class);

    private final Path directory;
    private final ReentrantLock writing = new ReentrantLock();
    private final WriteAheadLog log;
    private volatile CollectionState state;
    private volatile PointIndex index;
    private volatile boolean closed;

    // Guarded by the lock.
    private long sequence;
    private long committed;
    /** Points written since they were last counted, again and again where they were written so. */
    private long uncounted;

    private Collection(Path directory, CollectionState state) throws IOException {
        this.directory = directory;
        this.state = state;
        this.index = new PointIndex(points());
        this.committed = index.committed();
        this.sequence = replay();
        this.log = new WriteAheadLog(directory, sequence);
    }

    private Path points() {
        return directory.resolve("points");
    }

    /** Makes a new collection in a directory that does not exist yet. */
    static Collection create(Path directory, CollectionState state) throws IOException {
        Files.createDirectories(directory);
        Collection collection = new Collection(directory, state);
        collection.index.commit(0);
        state.write(directory);
        AtomicFile.syncDirectory(directory);
        return collection;
    }

    /** Opens a collection as its last acknowledged write left it. */
    static Collection open(Path directory) throws IOException {
        return new Collection(directory, CollectionState.read(directory));
    }

    private long replay() throws IOException {
        Operations operations = new Operations(state, () -> index.view(state));
        long last = LogReplay.replay(directory, committed, (number, bytes) -> {
            PointsUpdateOperation operation = PointsUpdateOperation.parseFrom(bytes);
            index.apply(operations.change(operation), state, number);
        });
        if (last > committed) {
            LOG.info("Collection in {}: replayed writes {} to {}", directory, committed + 1, last);
        }
        return last;
    }

    /** What is declared about the collection. */
    public CollectionState state() {
        return state;
    }

    /**
     * Carries out an operation and returns its number. It is on disk after {@link #sync} of that number. A refused
     * operation changes nothing.
     */
    public long write(PointsUpdateOperation operation) {
        byte[] bytes = operation.toByteArray();
        writing.lock();
        try {
            reviveIfBroken();
            Change change = new Operations(state, () -> index.view(state)).change(operation);
            log.append(sequence + 1, bytes);
            sequence++;
            index.apply(change, state, sequence);
            uncounted += change.puts().size();
            return sequence;
        } catch (IOException | AlreadyClosedException e) {
            throw failed(e);
        } finally {
            writing.unlock();
        }
    }

    /** Returns once an operation is on disk. */
    public void sync(long number) {
        try {
            log.sync(number);
        } catch (IOException e) {
            throw failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw StoreException.internal("interrupted while waiting for the disk", e);
        }
    }

    /** The points as of now. The caller closes the view. */
    public View view() {
        return open(points -> points.view(state));
    }

    /** As {@link #view}, for the points with these keys alone: of others the view may be older. */
    public View viewOf(Set<BytesRef> keys) {
        return open(points -> points.viewOf(keys, state));
    }

    private interface Opening {
        View of(PointIndex points) throws IOException;
    }

    private View open(Opening opening) {
        try {
            if (index.isBroken()) {
                writing.lock();
                try {
                    reviveIfBroken();
                } finally {
                    writing.unlock();
                }
            }
            return opening.of(index);
        } catch (IOException | AlreadyClosedException e) {
            throw failed(e);
        }
    }

    private StoreException failed(Exception cause) {
        if (closed) {
            return StoreException.notFound("Collection `%s` doesn't exist!".formatted(state.name()));
        }
        // Lucene says "closed" to whoever comes after the one whom the disk failed.
        Throwable root = cause instanceof AlreadyClosedException && cause.getCause() != null ? cause.getCause() : cause;
        LOG.error("Collection in {}: {}", directory, root.toString());
        return StoreException.internal(String.valueOf(root.getMessage()), cause);
    }

    /** Lucene closes itself when it could not write. What it had is in the log, so it is opened and fed again. */
    private void reviveIfBroken() throws IOException {
        if (closed || !index.isBroken()) {
            return;
        }
        LOG.warn("Collection in {}: opening its index again after a failure", directory);
        index.close();
        index = new PointIndex(points());
        committed = index.committed();
        replay();
    }

    /** Changes what is declared. The log is emptied first, so a replay never meets declarations of another time. */
    public long declare(UnaryOperator<CollectionState> change) {
        writing.lock();
        try {
            reviveIfBroken();
            commit();
            CollectionState changed = change.apply(state);
            changed.write(directory);
            state = changed;
            return sequence;
        } catch (IOException | AlreadyClosedException e) {
            throw failed(e);
        } finally {
            writing.unlock();
        }
    }

    /** Bytes of writes that a restart would have to replay. */
    long uncommittedBytes() {
        writing.lock();
        try {
            return committed == sequence ? 0 : log.bytes();
        } finally {
            writing.unlock();
        }
    }

    /**
     * Whether at least so many points were written since this last said so: only then can as many more wait for a graph,
     * and counting those makes Lucene write its buffer out.
     */
    boolean hasWritten(long points) {
        writing.lock();
        try {
            if (uncounted < points) {
                return false;
            }
            uncounted = 0;
            return true;
        } finally {
            writing.unlock();
        }
    }

    /** The number of the last operation. */
    public long lastNumber() {
        writing.lock();
        try {
            return sequence;
        } finally {
            writing.unlock();
        }
    }

    /** Moves what the log holds into the index for good. */
    void commit() throws IOException {
        writing.lock();
        try {
            if (closed || committed == sequence) {
                return;
            }
            reviveIfBroken();
            log.roll();
            index.commit(sequence);
            committed = sequence;
            log.deleteThrough(sequence);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for the disk", e);
        } finally {
            writing.unlock();
        }
    }

    /** Begins to build graphs for the points that have none. */
    void buildGraphs() throws IOException {
        if (!closed && !index.isBroken()) {
            index.buildGraphs();
        }
    }

    /** Lets reads use what was built in the background. */
    void showMerges() throws IOException {
        if (!closed && !index.isBroken()) {
            index.showMerges();
        }
    }

    /** Whether a graph is being built. */
    public boolean isBuildingGraphs() {
        return index.isBuildingGraphs();
    }

    Path directory() {
        return directory;
    }

    /** Commits and closes. Views that are open stay usable. */
    @Override
    public void close() throws IOException {
        writing.lock();
        try {
            if (closed) {
                return;
            }
            try {
                commit();
            } finally {
                release();
            }
        } finally {
            writing.unlock();
        }
    }

    /** Closes without a commit, before the collection's files are deleted. */
    void abandon() throws IOException {
        writing.lock();
        try {
            if (!closed) {
                release();
            }
        } finally {
            writing.unlock();
        }
    }

    private void release() throws IOException {
        closed = true;
        try {
            index.close();
        } finally {
            log.close();
        }
    }
}
