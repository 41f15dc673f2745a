package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chunk.EmbeddingText;
import io.millrace.index.Chunks;
import io.millrace.index.IndexOperation;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.function.SerializableSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class StopWithChunksInFlightITCase {
    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(1)
            .build());

    private static final long CHUNKS = 20;
    private static final CountDownLatch ALL_TAKEN = new CountDownLatch(1);

    @TempDir
    private Path savepoints;

    @Test
    void aJobThatIsStoppedWithASavepointEndsWell() throws Exception {
        var environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(1);
        var chunks = environment
                .fromSequence(0, Long.MAX_VALUE)
                .filter(number -> {
                    // The element after the last has come: so all before it wait for their vectors.
                    if (number == CHUNKS) {
                        ALL_TAKEN.countDown();
                    }
                    return number < CHUNKS;
                })
                .map(new ToChunk())
                .returns(TypeInformation.of(IndexOperation.class));
        AsyncDataStream.orderedWait(
                        chunks, new EmbedFunction(new NeverAnswers(), EmbeddingText.NONE), 0, TimeUnit.SECONDS, 50)
                .sinkTo(new DiscardingSink<>());
        JobClient job = environment.executeAsync();
        assertThat(ALL_TAKEN.await(60, TimeUnit.SECONDS)).isTrue();

        job.stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(60, TimeUnit.SECONDS);

        assertThat(job.getJobStatus().get(60, TimeUnit.SECONDS)).isEqualTo(JobStatus.FINISHED);
    }

    private static final class ToChunk implements MapFunction<Long, IndexOperation> {
        @Override
        public IndexOperation map(Long number) {
            return IndexOperation.put(Chunks.ORIGIN, Chunks.chunk("d", "text " + number));
        }
    }

    private static final class NeverAnswers implements SerializableSupplier<EmbeddingModel> {
        @Override
        public EmbeddingModel get() {
            Answering model = new Answering(new EmbeddingLimits(4, 100, 100, 1));
            model.answerWith(texts -> new CompletableFuture<>());
            return model;
        }
    }
}
