package io.millrace.index;

import io.millrace.failure.Backoff;
import io.millrace.failure.Fatal;
import java.io.IOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Applies index operations to a {@link VectorStore}, in order, many to a request. Before a checkpoint completes, all
 * that came before it is durable in the store; with content-derived ids, what a restart repeats changes nothing.
 */
public final class StoreSink implements Sink<IndexOperation> {
    private static final long serialVersionUID = 1L;

    private final SerializableSupplier<VectorStore> recipe;
    private final int batch;

    /**
     * A sink to the store that the recipe opens.
     *
     * @param batch operations in a request, at least 1
     */
    public StoreSink(SerializableSupplier<VectorStore> recipe, int batch) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1, got " + batch);
        }
        this.recipe = recipe;
        this.batch = batch;
    }

    @Override
    public SinkWriter<IndexOperation> createWriter(WriterInitContext context) throws IOException {
        return new StoreWriter(
                Fatal.stopsTheJob(recipe),
                batch,
                Backoff.STANDARD,
                context.getMailboxExecutor(),
                context.metricGroup());
    }
}
