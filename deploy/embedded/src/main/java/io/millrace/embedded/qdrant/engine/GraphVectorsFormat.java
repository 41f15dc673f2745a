package io.millrace.embedded.qdrant.engine;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene99.Lucene99FlatVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsWriter;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Vectors that are stored flat, and get a graph (HNSW) only in the segments that {@link GraphMergePolicy} marks: so
 * neither a flush nor the merging of fresh segments spends time on graphs that the next merge would throw away.
 * Lucene finds this class by its name when it opens a segment.
 */
public final class GraphVectorsFormat extends KnnVectorsFormat {

    /** The dimension up to which Qdrant goes. */
    static final int LARGEST_DIMENSION = 65_536;

    private static final String NAME = "MillraceGraphVectors";
    private static final String GRAPH = "millrace.graph";
    /** Links per node and candidates per insertion, as in Qdrant's defaults. */
    private static final int LINKS = 16;

    private static final int CANDIDATES = 100;

    private final Lucene99FlatVectorsFormat flat;

    /** For Lucene, which opens segments with it. */
    public GraphVectorsFormat() {
        this(new Abort());
    }

    GraphVectorsFormat(Abort abort) {
        super(NAME);
        this.flat = new Lucene99FlatVectorsFormat(new AbortableScorer(abort));
    }

    /** Asks for a graph in a segment that is about to be written. */
    static void markForGraph(SegmentInfo segment) {
        segment.putAttribute(GRAPH, "hnsw");
    }

    /** Whether a segment has graphs. */
    static boolean hasGraph(SegmentInfo segment) {
        return segment.getAttribute(GRAPH) != null;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return hasGraph(state.segmentInfo)
                ? new Lucene99HnswVectorsWriter(state, LINKS, CANDIDATES, flat.fieldsWriter(state), 1, null)
                : flat.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return hasGraph(state.segmentInfo)
                ? new Lucene99HnswVectorsReader(state, flat.fieldsReader(state))
                : flat.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
        return LARGEST_DIMENSION;
    }
}
