package io.millrace.embedded.qdrant.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Merges segments without graphs among themselves, which is cheap, and builds graphs only when it is told that there
 * is time. Segments with graphs are merged again when at least half as many points as they hold have gathered beside
 * them, or when a third of theirs are deleted, so each point enters a graph a logarithmic number of times.
 */
final class GraphMergePolicy extends FilterMergePolicy {

    /** Below this many points, scanning them all is faster than building a graph pays for. */
    static final int FEWEST_POINTS = 10_000;

    private volatile boolean timeForGraphs;
    private volatile boolean building;

    GraphMergePolicy() {
        super(new TieredMergePolicy());
    }

    /** Whether the next explicit request for merges may build a graph. */
    void timeForGraphs(boolean allowed) {
        timeForGraphs = allowed;
    }

    /** Whether a graph is being built. */
    boolean isBuilding() {
        return building;
    }

    @Override
    public @Nullable MergeSpecification findMerges(MergeTrigger trigger, SegmentInfos segments, MergeContext context)
            throws IOException {
        if (timeForGraphs && trigger == MergeTrigger.EXPLICIT) {
            return building ? null : graphMerge(segments, context);
        }
        return super.findMerges(trigger, withoutGraphs(segments), context);
    }

    @Override
    public @Nullable MergeSpecification findFullFlushMerges(
            MergeTrigger trigger, SegmentInfos segments, MergeContext context) {
        // Neither a commit nor a refresh waits for a merge.
        return null;
    }

    private static SegmentInfos withoutGraphs(SegmentInfos segments) {
        SegmentInfos flat = new SegmentInfos(segments.getIndexCreatedVersionMajor());
        for (SegmentCommitInfo segment : segments) {
            if (!GraphVectorsFormat.hasGraph(segment.info)) {
                flat.add(segment);
            }
        }
        return flat;
    }

    private @Nullable MergeSpecification graphMerge(SegmentInfos segments, MergeContext context) {
        List<SegmentCommitInfo> chosen = new ArrayList<>();
        int fresh = 0;
        for (SegmentCommitInfo segment : segments) {
            boolean idle = !context.getMergingSegments().contains(segment);
            if (idle && !GraphVectorsFormat.hasGraph(segment.info)) {
                chosen.add(segment);
                fresh += live(segment, context);
            }
        }
        boolean shrunken = false;
        for (SegmentCommitInfo segment : segments) {
            boolean idle = !context.getMergingSegments().contains(segment);
            if (idle && GraphVectorsFormat.hasGraph(segment.info)) {
                int deleted = context.numDeletedDocs(segment);
                boolean rotten = deleted > segment.info.maxDoc() / 3;
                if (rotten || (fresh >= FEWEST_POINTS && live(segment, context) <= 2 * fresh)) {
                    chosen.add(segment);
                    shrunken |= rotten;
                }
            }
        }
        if (fresh < FEWEST_POINTS && !shrunken) {
            return null;
        }
        building = true;
        MergeSpecification merges = new MergeSpecification();
        merges.add(new GraphMerge(chosen));
        return merges;
    }

    private static int live(SegmentCommitInfo segment, MergeContext context) {
        return segment.info.maxDoc() - context.numDeletedDocs(segment);
    }

    private final class GraphMerge extends OneMerge {

        GraphMerge(List<SegmentCommitInfo> segments) {
            super(segments);
        }

        @Override
        public void setMergeInfo(SegmentCommitInfo merged) {
            GraphVectorsFormat.markForGraph(merged.info);
            super.setMergeInfo(merged);
        }

        @Override
        public void mergeFinished(boolean success, boolean segmentDropped) throws IOException {
            building = false;
            super.mergeFinished(success, segmentDropped);
        }
    }
}
