package io.millrace.benchmark.ingest;

import io.millrace.benchmark.corpus.ShortTexts;
import io.millrace.benchmark.ingest.system.SystemName;
import io.millrace.benchmark.server.StubServer;
import io.millrace.chunk.TokenCounter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Millrace's ingest job with the model in its own process. */
public final class OnnxJob implements AutoCloseable {
    /** A model in the process leaves the compiler little time: short of this, what it takes is in the figures. */
    private static final int WARM_UP_SHARE = 2;

    private static final int ALL_MINI_LM_DIMENSIONS = 384;

    /** What a task has of a provider, taken out. */
    private static final Map<String, String> CHANGES = Map.of(
            "embedding.provider", "onnx",
            "embedding.base-url", "",
            "embedding.model", "",
            "embedding.dimension", "",
            "embedding.batch-size", "",
            "embedding.concurrency", "");

    private final ServerSet servers;
    private final TextCorpus corpus;
    private final TextCorpus warmUp;

    private OnnxJob(ServerSet servers, TextCorpus corpus, TextCorpus warmUp) {
        this.servers = servers;
        this.corpus = corpus;
        this.warmUp = warmUp;
    }

    /** Starts the store and writes so many texts. */
    public static OnnxJob start(ShortTexts source, int texts, TokenCounter counter) throws IOException {
        // The stub is a task's, and has nothing to do.
        ServerSet servers = ServerSet.start(StubServer.latency("0ms", "0us"));
        return new OnnxJob(
                servers,
                servers.corpus("all", source, 0, texts, counter),
                servers.corpus("warm-up", source, texts, Math.max(1, texts / WARM_UP_SHARE), counter));
    }

    /**
     * Runs the job in a JVM of its own, and gives the seconds that it took once that was warm.
     *
     * @param recording where to put a flight recording, or null for none
     */
    public double seconds(@Nullable Path recording) throws IOException, InterruptedException {
        return servers.trials(servers.task(ALL_MINI_LM_DIMENSIONS, 1, 1, 1))
                .run(SystemName.MILLRACE, corpus, warmUp, CHANGES, recording)
                .seconds();
    }

    @Override
    public void close() {
        servers.close();
    }
}
