package io.millrace.plan;

import io.millrace.document.IncomingDocument;
import io.millrace.document.Recency;
import io.millrace.usage.StageCounts;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Lets no state of a document pass after a newer one. It remembers, by document id, the newest state that passed,
 * deletes too, for a while: long enough for what a source delivers late or twice.
 *
 * <p>Counts {@code superseded}: what didn't pass.
 */
public final class OrderFunction extends KeyedProcessFunction<String, IncomingDocument, IncomingDocument>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    static final String STATE = "newest";
    /** Stands for a delete that names no tenant: it is of whoever's document. */
    private static final String EVERYBODY = "*";

    private static final String NOBODY = "-";

    private final Duration memory;
    private transient MapState<String, Recency> newest;
    private transient StageCounts counts;

    /** Remembers a document so long after its last state passed. */
    public OrderFunction(Duration memory) {
        this.memory = memory;
    }

    @Override
    public void open(OpenContext context) {
        MapStateDescriptor<String, Recency> descriptor =
                new MapStateDescriptor<>(STATE, Types.STRING, TypeInformation.of(Recency.class));
        // Each access looks for what has expired in one document more. Flink's own five took a tenth of the job's time;
        // one is enough, since each document that comes makes more accesses than it adds entries.
        descriptor.enableTimeToLive(
                StateTtlConfig.newBuilder(memory).cleanupIncrementally(1, false).build());
        newest = getRuntimeContext().getMapState(descriptor);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        counts = StageCounts.restore(context.getOperatorStateStore(), getRuntimeContext(), "superseded");
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        counts.snapshot();
    }

    @Override
    public void processElement(IncomingDocument document, Context context, Collector<IncomingDocument> out)
            throws Exception {
        Recency state = Recency.of(document);
        String owner = owner(document);
        if (isSuperseded(state, owner)) {
            counts.add("superseded", 1);
            return;
        }
        if (owner.equals(EVERYBODY)) {
            // What it deletes is older; the one entry says it all.
            newest.clear();
        }
        newest.put(owner, state);
        out.collect(document);
    }

    /** A delete of everybody's is late when anybody's document is newer: who else had it then can't be told. */
    private boolean isSuperseded(Recency state, String owner) throws Exception {
        if (!owner.equals(EVERYBODY)) {
            return isOlder(state, newest.get(owner)) || isOlder(state, newest.get(EVERYBODY));
        }
        for (Map.Entry<String, Recency> entry : newest.entries()) {
            if (isOlder(state, entry.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOlder(Recency state, @Nullable Recency passed) {
        return passed != null && state.isOlderThan(passed);
    }

    private static String owner(IncomingDocument document) {
        if (document.tenant() != null) {
            return "=" + document.tenant();
        }
        return document.deleted() ? EVERYBODY : NOBODY;
    }
}
