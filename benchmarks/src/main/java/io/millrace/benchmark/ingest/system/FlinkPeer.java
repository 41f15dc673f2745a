package io.millrace.benchmark.ingest.system;

import io.millrace.local.cluster.LocalFlink;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink job that embeds in some way, on a mini cluster in this JVM, with the least of a sink. */
final class FlinkPeer implements IngestSystem {
    private final Task task;
    private final Embedding embedding;
    private final LocalFlink flink;
    private final PlainStore store;

    FlinkPeer(Task task, Embedding embedding) throws Exception {
        this.task = task;
        this.embedding = embedding;
        flink = LocalFlink.start(task.parallelism(), Files.createTempDirectory("checkpoints"));
        store = new PlainStore(task.store());
    }

    /** How texts get their vectors. */
    interface Embedding {
        /** Ids, texts and vectors out of ids and texts. */
        DataStream<Tuple3<String, String, float[]>> embed(
                StreamExecutionEnvironment env, DataStream<Tuple2<String, String>> texts, Task task);
    }

    @Override
    public void prepare(String collection) throws Exception {
        store.create(collection, task.dimensions());
    }

    @Override
    public void ingest(Path corpus, String collection) throws Exception {
        StreamExecutionEnvironment env = flink.environment();
        env.setParallelism(task.parallelism());
        embedding.embed(env, FlinkTexts.read(env, corpus), task).sinkTo(new StoreSink(task.store(), collection));
        flink.submit(env, "peer").result();
    }

    @Override
    public void close() {
        flink.close();
        store.close();
    }
}
