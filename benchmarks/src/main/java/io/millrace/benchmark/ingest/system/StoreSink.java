package io.millrace.benchmark.ingest.system;

import io.qdrant.client.grpc.Points.PointStruct;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.java.tuple.Tuple3;

/** The least that a Flink job needs to write points of id, text and vector: one write at a time, of 256. */
final class StoreSink implements Sink<Tuple3<String, String, float[]>> {
    private static final long serialVersionUID = 1L;

    private final URI store;
    private final String collection;

    StoreSink(URI store, String collection) {
        this.store = store;
        this.collection = collection;
    }

    @Override
    public SinkWriter<Tuple3<String, String, float[]>> createWriter(WriterInitContext context) {
        return new Writer(new PlainStore(store), collection);
    }

    private static final class Writer implements SinkWriter<Tuple3<String, String, float[]>> {
        private final PlainStore store;
        private final String collection;
        private final List<PointStruct> waiting = new ArrayList<>();

        private Writer(PlainStore store, String collection) {
            this.store = store;
            this.collection = collection;
        }

        @Override
        public void write(Tuple3<String, String, float[]> embedded, Context context)
                throws IOException, InterruptedException {
            waiting.add(PlainStore.point(embedded.f0, embedded.f1, embedded.f2));
            if (waiting.size() >= WriteBuffer.POINTS) {
                flush(false);
            }
        }

        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
            if (waiting.isEmpty()) {
                return;
            }
            try {
                store.write(collection, waiting);
            } catch (ExecutionException e) {
                throw new IOException("the store didn't take the points", e);
            }
            waiting.clear();
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
