package io.millrace.embedded.qdrant.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.NRTCachingDirectory;
import org.apache.lucene.util.BytesRef;

/**
 * A collection's points in Lucene. Changes are for one thread at a time; views and counts for any. A view shows every
 * change applied before it was asked for, and it is the asking that makes Lucene write its buffer out.
 */
final class PointIndex implements AutoCloseable {

    private static final String COMMITTED = "millrace.sequence";
    private static final double BUFFER_MEGABYTES = 48;
    private static final double CACHED_SEGMENT_MEGABYTES = 8;
    private static final double CACHE_MEGABYTES = 32;
    /** High enough that writers are never held up until a graph is built. */
    private static final int MOST_WAITING_MERGES = 1_000;

    private final Abort abort = new Abort();
    private final GraphMergePolicy merges = new GraphMergePolicy();
    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final AtomicLong applied = new AtomicLong();
    private final AtomicLong shown = new AtomicLong();
    private final UnshownChanges unshown = new UnshownChanges();

    PointIndex(Path path) throws IOException {
        directory = new NRTCachingDirectory(FSDirectory.open(path), CACHED_SEGMENT_MEGABYTES, CACHE_MEGABYTES);
        writer = new IndexWriter(directory, config());
        searchers = new SearcherManager(writer, null);
    }

    private IndexWriterConfig config() {
        ConcurrentMergeScheduler scheduler = new ConcurrentMergeScheduler();
        scheduler.setMaxMergesAndThreads(MOST_WAITING_MERGES, 1);
        IndexWriterConfig config = new IndexWriterConfig();
        config.setCodec(codec(new GraphVectorsFormat(abort)));
        config.setMergePolicy(merges);
        config.setMergeScheduler(scheduler);
        config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
        config.setUseCompoundFile(false);
        config.setCommitOnClose(false);
        return config;
    }

    private static Lucene912Codec codec(KnnVectorsFormat format) {
        return new Lucene912Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return format;
            }
        };
    }

    /** The number of the last operation that the last commit holds, 0 for none. */
    long committed() {
        Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
        if (data != null) {
            for (Map.Entry<String, String> entry : data) {
                if (entry.getKey().equals(COMMITTED)) {
                    return Long.parseLong(entry.getValue());
                }
            }
        }
        return 0;
    }

    /** Carries out a change under an operation number. */
    void apply(Change change, CollectionState state, long sequence) throws IOException {
        if (change.deleteMatching() != null) {
            writer.deleteDocuments(change.deleteMatching());
        }
        if (!change.deletes().isEmpty()) {
            writer.deleteDocuments(change.deletes().stream()
                    .map(key -> new Term(PointKey.FIELD, key))
                    .toArray(Term[]::new));
        }
        for (Point point : change.puts()) {
            BytesRef key = point.key();
            writer.updateDocument(new Term(PointKey.FIELD, key), point.document(state, sequence));
        }
        unshown.add(change, sequence);
        applied.set(sequence);
    }

    View view(CollectionState state) throws IOException {
        long wanted = applied.get();
        if (shown.get() < wanted) {
            searchers.maybeRefreshBlocking();
            shown.accumulateAndGet(wanted, Math::max);
            unshown.forget(wanted);
        }
        return new View(searchers, state);
    }

    /** As {@link #view}, for these points alone: of others it may be older. Mostly nothing needs to be written out for it. */
    View viewOf(Set<BytesRef> keys, CollectionState state) throws IOException {
        return unshown.mayHold(keys, shown.get()) ? view(state) : new View(searchers, state);
    }

    /** Lets views show the segments that merges have made, which no write announces. */
    void showMerges() throws IOException {
        searchers.maybeRefresh();
    }

    /** Makes everything applied so far durable, as the state after an operation. */
    void commit(long sequence) throws IOException {
        writer.setLiveCommitData(Map.of(COMMITTED, Long.toString(sequence)).entrySet());
        writer.commit();
    }

    /** Whether Lucene gave the index up, as it does when a write to disk fails. */
    boolean isBroken() {
        return !writer.isOpen();
    }

    /** Begins to build graphs in the background for the points that have none, if there are enough of them. */
    void buildGraphs() throws IOException {
        merges.timeForGraphs(true);
        try {
            writer.maybeMerge();
        } finally {
            merges.timeForGraphs(false);
        }
    }

    boolean isBuildingGraphs() {
        return merges.isBuilding();
    }

    /** How many points of a view are in segments that have graphs. */
    static int pointsWithGraph(View view) {
        int points = 0;
        for (LeafReaderContext leaf : view.leaves()) {
            points += hasGraph(leaf) ? leaf.reader().numDocs() : 0;
        }
        return points;
    }

    static boolean hasGraph(LeafReaderContext leaf) {
        return leaf.reader() instanceof SegmentReader segment
                && GraphVectorsFormat.hasGraph(segment.getSegmentInfo().info);
    }

    /** Closes without a commit; merges are given up. */
    @Override
    public void close() throws IOException {
        abort.request();
        try (directory) {
            searchers.close();
            writer.rollback();
        }
    }
}
