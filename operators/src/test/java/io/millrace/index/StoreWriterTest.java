package io.millrace.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.chunk.Chunk;
import io.millrace.embed.Distance;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.Backoff;
import io.millrace.failure.FatalException;
import io.millrace.failure.TransientException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StoreWriterTest {
    private final InMemoryVectorStore store = new InMemoryVectorStore();
    private final QueuedMailbox mailbox = new QueuedMailbox();
    private final StoreWriter writer = new StoreWriter(
            store, 3, new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)), mailbox, new UnregisteredMetricsGroup());

    @BeforeEach
    void makeTheCollection() {
        store.ensureCollection(
                new CollectionSpec("docs", new VectorSpace("p", "m", 1, Distance.COSINE, "", ""), Map.of()));
    }

    @AfterEach
    void close() {
        writer.close();
    }

    @Test
    void sendsALoneOperationAtOnce() throws Exception {
        writer.write(put("a"), NO_TIME);

        assertThat(store.applied()).containsExactly(List.of(put("a")));
    }

    @Test
    void gathersWhileARequestIsInFlight() throws Exception {
        writer.write(put("a"), NO_TIME);
        writer.write(put("b"), NO_TIME);
        writer.write(put("c"), NO_TIME);
        writer.flush(false);

        assertThat(store.applied()).containsExactly(List.of(put("a")), List.of(put("b"), put("c")));
    }

    @Test
    void holdsNoMoreThanOneRequestBesideTheOneInFlight() throws Exception {
        for (int i = 0; i < 20; i++) {
            writer.write(put("text " + i), NO_TIME);
        }
        writer.flush(false);

        assertThat(store.applied()).allSatisfy(request -> assertThat(request).hasSizeLessThanOrEqualTo(3));
        assertThat(store.applied().stream().mapToInt(List::size).sum()).isEqualTo(20);
    }

    @Test
    void hasAllWrittenWhenItIsFlushed() throws Exception {
        for (int i = 0; i < 10; i++) {
            writer.write(put("text " + i), NO_TIME);
        }

        writer.flush(false);

        assertThat(store.count().join()).isEqualTo(10);
    }

    @Test
    void triesAgainInOrderAfterATransientFailure() throws Exception {
        store.failNext(new TransientException("unavailable", "try later", null));
        store.failNext(new TransientException("unavailable", "try later", null));

        writer.write(put("a"), NO_TIME);
        writer.write(IndexOperation.delete(Chunks.ORIGIN, "doc", null), NO_TIME);
        writer.flush(true);

        assertThat(store.count().join()).isZero();
    }

    @Test
    void stopsTheJobOnAFatalFailure() throws Exception {
        store.failNext(new FatalException("wrong-key", "qdrant.api-key isn't right"));

        assertThatThrownBy(() -> {
                    writer.write(put("a"), NO_TIME);
                    writer.flush(false);
                })
                .isInstanceOf(SuppressRestartsException.class)
                .hasRootCauseMessage("qdrant.api-key isn't right");
    }

    /** The writer asks neither for time nor for watermarks. */
    private static final SinkWriter.Context NO_TIME = new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Long timestamp() {
            throw new UnsupportedOperationException();
        }
    };

    private static IndexOperation put(String text) {
        Chunk chunk = Chunks.chunk("doc", text);
        return Chunks.put(chunk, 1);
    }
}
