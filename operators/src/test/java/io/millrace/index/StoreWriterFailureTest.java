package io.millrace.index;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.failure.Backoff;
import io.millrace.failure.RejectedException;
import io.millrace.failure.TransientException;
import io.millrace.retrieve.ScoredChunk;
import io.millrace.retrieve.VectorQuery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.Test;

class StoreWriterFailureTest {
    private static final SinkWriter.Context CONTEXT = new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public Long timestamp() {
            return 0L;
        }
    };

    @Test
    void stopsTheJobWhereTheStoreThrowsThoughItIsOnTheTimersThread() throws Exception {
        StoreWriter writer = writer(attempt -> {
            if (attempt == 1) {
                return CompletableFuture.failedFuture(new TransientException("busy", "try later", null));
            }
            throw new IllegalStateException("broken");
        });
        writer.write(Chunks.put(Chunks.chunk("d", "x"), 1), CONTEXT);

        assertThatThrownBy(() -> writer.flush(false))
                .isInstanceOf(SuppressRestartsException.class)
                .hasStackTraceContaining("Unexpected failure: java.lang.IllegalStateException: broken");
        writer.close();
    }

    @Test
    void stopsTheJobAndNamesTheDocumentsWhereTheStoreRejectsAnOperation() throws Exception {
        StoreWriter writer =
                writer(attempt -> CompletableFuture.failedFuture(new RejectedException("bad", "a point is bad")));
        writer.write(Chunks.put(Chunks.chunk("d", "x"), 1), CONTEXT);

        assertThatThrownBy(() -> writer.flush(false))
                .isInstanceOf(SuppressRestartsException.class)
                .cause()
                .hasMessage("The store refused a write of 1 operations (documents d): a point is bad");
        writer.close();
    }

    private static StoreWriter writer(Applying applying) {
        return new StoreWriter(
                new Applied(applying),
                3,
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)),
                new QueuedMailbox(),
                new UnregisteredMetricsGroup());
    }

    private interface Applying {
        CompletableFuture<Void> apply(int attempt);
    }

    /** A store that only takes operations, and how. */
    private static final class Applied implements VectorStore {
        private final Applying applying;
        private int attempts;

        Applied(Applying applying) {
            this.applying = applying;
        }

        @Override
        public CompletableFuture<Void> apply(List<IndexOperation> operations) {
            return applying.apply(++attempts);
        }

        @Override
        public void ensureCollection(CollectionSpec spec) {}

        @Override
        public void verifyCollection(CollectionSpec spec) {}

        @Override
        public CompletableFuture<List<ScoredChunk>> search(VectorQuery query) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Map<String, FieldType>> filterableFields() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Long> count() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
