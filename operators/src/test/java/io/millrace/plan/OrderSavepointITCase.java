package io.millrace.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.document.Documents;
import io.millrace.document.IncomingDocument;
import io.millrace.document.Origin;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a job remembers of its documents outlives an upgrade: the savepoints in {@code src/test/savepoints} were written
 * by earlier layouts of the state, and each must still be read. {@code -Dmillrace.savepoint.write=NAME} writes another,
 * which belongs there when the layout changes.
 */
class OrderSavepointITCase {
    @RegisterExtension
    static final MiniClusterExtension CLUSTER = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    private static final Path SAVEPOINTS = Path.of("src/test/savepoints");
    private static final int DOCUMENTS = 20;
    private static final long TIME = 1_700_000_000_000L;
    private static final CountDownLatch ALL_TAKEN = new CountDownLatch(1);

    @Test
    void dropsWhatIsOlderThanWhatCameBeforeTheFirstLayoutsSavepoint() throws Exception {
        List<IncomingDocument> documents = new ArrayList<>();
        for (int number = 0; number < DOCUMENTS; number++) {
            documents.add(document(number, TIME - 1));
            documents.add(document(number, TIME + 1));
        }
        StreamExecutionEnvironment environment = environment(SAVEPOINTS.resolve("order-1"));

        List<IncomingDocument> passed = ordered(
                        environment.fromData(documents, TypeInformation.of(IncomingDocument.class)))
                .executeAndCollect(documents.size());

        assertThat(passed)
                .extracting(document -> document.origin().timestamp())
                .hasSize(DOCUMENTS)
                .containsOnly(TIME + 1);
    }

    @Test
    void writesASavepointWhenItIsToldTo(@TempDir Path scratch) throws Exception {
        String name = System.getProperty("millrace.savepoint.write", "");
        assumeTrue(!name.isEmpty(), "-Dmillrace.savepoint.write=NAME isn't given");
        StreamExecutionEnvironment environment = environment(null);
        ordered(environment
                        .fromSequence(0, Long.MAX_VALUE)
                        .filter(number -> {
                            if (number == DOCUMENTS) {
                                ALL_TAKEN.countDown();
                            }
                            return number < DOCUMENTS;
                        })
                        .map(number -> document(number.intValue(), TIME))
                        .returns(TypeInformation.of(IncomingDocument.class)))
                .sinkTo(new DiscardingSink<>());
        JobClient job = environment.executeAsync();
        assertThat(ALL_TAKEN.await(60, TimeUnit.SECONDS)).isTrue();

        String written = job.stopWithSavepoint(false, scratch.toUri().toString(), SavepointFormatType.CANONICAL)
                .get(60, TimeUnit.SECONDS);

        Path target = SAVEPOINTS.resolve(name);
        Files.createDirectories(target);
        Files.copy(Path.of(URI.create(written)).resolve("_metadata"), target.resolve("_metadata"));
    }

    private static StreamExecutionEnvironment environment(@Nullable Path savepoint) {
        Configuration settings = new Configuration();
        if (savepoint != null) {
            settings.set(
                    StateRecoveryOptions.SAVEPOINT_PATH,
                    savepoint.toAbsolutePath().toUri().toString());
            settings.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        }
        var environment = StreamExecutionEnvironment.getExecutionEnvironment(settings);
        environment.setParallelism(1);
        environment.setMaxParallelism(128);
        return environment;
    }

    private static DataStream<IncomingDocument> ordered(DataStream<IncomingDocument> documents) {
        return documents
                .keyBy(IncomingDocument::id)
                .process(new OrderFunction(Duration.ofDays(36_500)))
                .uid("order");
    }

    private static IncomingDocument document(int number, long time) {
        Origin origin = Origin.ofTopic("documents", 0, time - TIME + 100, time);
        return Documents.incoming(origin, "d" + number, number % 2 == 0 ? null : "acme", "text", null);
    }
}
