package io.millrace.benchmark.jmh;

import io.millrace.embed.EmbeddingBatcher;
import io.millrace.embed.EmbeddingMode;
import io.millrace.failure.Backoff;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the batcher itself takes for a text, with a model that answers at once. No two texts are the same. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class BatcherBenchmark {
    private static final int TEXTS = 1024;
    private static final int TOKENS = 155;

    @Param("64")
    private int inputs = 64;

    @Param("8")
    private int concurrency = 8;

    private long number;

    @SuppressWarnings("NullAway.Init")
    private InstantModel model;

    @SuppressWarnings("NullAway.Init")
    private EmbeddingBatcher batcher;

    /** Opens both. */
    @Setup(Level.Trial)
    public void open() {
        model = new InstantModel(inputs, concurrency);
        batcher = new EmbeddingBatcher(model, EmbeddingMode.DOCUMENT, Backoff.STANDARD);
    }

    /** Closes both. */
    @TearDown(Level.Trial)
    public void close() {
        batcher.close();
        model.close();
    }

    /** Texts that come one by one, as fast as they can, until the last has its vector. */
    @Benchmark
    @OperationsPerInvocation(TEXTS)
    public void embed() {
        CompletableFuture<?>[] vectors = new CompletableFuture<?>[TEXTS];
        for (int at = 0; at < TEXTS; at++) {
            vectors[at] = batcher.embed("text " + number++, TOKENS);
        }
        CompletableFuture.allOf(vectors).join();
    }
}
