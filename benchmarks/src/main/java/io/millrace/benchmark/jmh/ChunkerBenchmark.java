package io.millrace.benchmark.jmh;

import io.millrace.benchmark.corpus.ChunkingData;
import io.millrace.benchmark.corpus.Corpus;
import io.millrace.benchmark.model.BenchmarkModel;
import io.millrace.benchmark.split.Contenders;
import io.millrace.benchmark.split.Splitter;
import io.millrace.chunk.EmbeddingText;
import io.millrace.embed.EmbeddingModel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Cutting a whole text into chunks of 200 tokens; tokens are remembered, so that it is the cutting that is measured. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ChunkerBenchmark {
    private static final int MAX_TOKENS = 200;

    @Param({"structure", "recursive", "sentence", "fixed"})
    private String chunker = "structure";

    @Param("state_of_the_union")
    private String corpus = "state_of_the_union";

    @SuppressWarnings("NullAway.Init")
    private EmbeddingModel model;

    @SuppressWarnings("NullAway.Init")
    private Corpus text;

    @SuppressWarnings("NullAway.Init")
    private Splitter splitter;

    /** Reads the text and loads the token counter. */
    @Setup(Level.Trial)
    public void open() throws Exception {
        Path data = Path.of(System.getProperty("millrace.data", "../shared/data"));
        text = ChunkingData.read(data, List.of(corpus))
                .corpora()
                .values()
                .iterator()
                .next();
        model = BenchmarkModel.open();
        splitter = new Contenders(model.tokenCounter(), model)
                .of(List.of(chunker), List.of(MAX_TOKENS), List.of(EmbeddingText.NONE))
                .get(0)
                .splitter();
    }

    /** Frees the model. */
    @TearDown(Level.Trial)
    public void close() {
        model.close();
    }

    /** How many pieces there are. */
    @Benchmark
    public int cut() {
        return splitter.split(text).size();
    }
}
