package io.millrace.benchmark.ingest.system;

import io.qdrant.client.grpc.Points.PointStruct;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** As many threads as requests may be in flight, each of which sends the next full request: the ceiling. */
final class BareLoop implements IngestSystem {
    private final Task task;
    private final EmbeddingsClient client;
    private final @Nullable PlainStore store;

    /** A loop that only embeds, or that also stores. */
    BareLoop(Task task, boolean stores) {
        this.task = task;
        client = new EmbeddingsClient(task);
        store = stores ? new PlainStore(task.store()) : null;
    }

    @Override
    public void prepare(String collection) throws Exception {
        if (store != null) {
            store.create(collection, task.dimensions());
        }
    }

    @Override
    public void ingest(Path corpus, String collection) throws Exception {
        List<CorpusText> texts = CorpusText.read(corpus);
        BlockingQueue<List<CorpusText>> requests = new LinkedBlockingQueue<>();
        for (int from = 0; from < texts.size(); from += task.inputs()) {
            requests.add(texts.subList(from, Math.min(texts.size(), from + task.inputs())));
        }
        ExecutorService threads = Executors.newFixedThreadPool(task.concurrency());
        try (WriteBuffer buffer = store == null ? null : new WriteBuffer(store, collection)) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < task.concurrency(); thread++) {
                running.add(threads.submit(() -> {
                    sendAll(requests, buffer);
                    return null;
                }));
            }
            for (Future<?> thread : running) {
                thread.get();
            }
            if (buffer != null) {
                buffer.finish();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void sendAll(BlockingQueue<List<CorpusText>> requests, @Nullable WriteBuffer buffer) throws Exception {
        for (List<CorpusText> batch = requests.poll(); batch != null; batch = requests.poll()) {
            List<float[]> vectors =
                    client.embed(batch.stream().map(CorpusText::text).toList());
            if (buffer == null) {
                continue;
            }
            List<PointStruct> points = new ArrayList<>();
            for (int at = 0; at < batch.size(); at++) {
                points.add(PlainStore.point(batch.get(at).id(), batch.get(at).text(), vectors.get(at)));
            }
            buffer.add(points);
        }
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }
}
