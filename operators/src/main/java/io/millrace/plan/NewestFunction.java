package io.millrace.plan;

import io.millrace.document.IncomingDocument;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Gives, of each document and tenant, the last state that an {@link OrderFunction} let pass, when the input has ended; of
 * a document that is deleted nothing. For a bounded input, whose end Flink tells by event time.
 */
public final class NewestFunction extends KeyedProcessFunction<String, IncomingDocument, IncomingDocument> {
    private static final long serialVersionUID = 1L;

    private transient MapState<String, IncomingDocument> newest;

    @Override
    public void open(OpenContext context) {
        newest = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "newest state", Types.STRING, TypeInformation.of(IncomingDocument.class)));
    }

    @Override
    public void processElement(IncomingDocument document, Context context, Collector<IncomingDocument> out)
            throws Exception {
        if (!document.deleted()) {
            newest.put(owner(document), document);
        } else if (document.tenant() == null) {
            newest.clear();
        } else {
            newest.remove(owner(document));
        }
        context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<IncomingDocument> out) throws Exception {
        for (IncomingDocument document : newest.values()) {
            out.collect(document);
        }
        newest.clear();
    }

    private static String owner(IncomingDocument document) {
        return document.tenant() == null ? "-" : "=" + document.tenant();
    }
}
