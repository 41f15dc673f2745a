package io.millrace.job.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.job.cluster.CollectionReader.Point;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingestion whose TaskManager is killed with {@code -9}, against one that nothing happened to. */
@Tag("faults")
class TaskManagerLossITCase {
    private static final int DOCUMENTS = 300;
    /** Of them, how many are indexed when the others are produced, among which the TaskManager is killed. */
    private static final int BEFORE = 50;
    /** Of them, how many come a second time, shorter. */
    private static final int EDITED = 40;
    /** Of those, how many are deleted at last. */
    private static final int DELETED = 10;
    /** The same text in a batch of another length differs by rounding. */
    private static final float ROUNDING = 1e-4f;

    @TempDir
    static Path folder;

    private static Servers servers;
    private static FlinkSessionCluster cluster;

    @BeforeAll
    static void start() {
        servers = Servers.start(folder);
        cluster = FlinkSessionCluster.start(folder.resolve("cluster"), 1, 4);
    }

    @AfterAll
    static void stop() {
        cluster.close();
        servers.close();
    }

    @Test
    void leavesTheCollectionThatAnUndisturbedRunLeaves() {
        try (CollectionReader disturbed = servers.collection("disturbed");
                CollectionReader undisturbed = servers.collection("undisturbed")) {
            String job = JobsJar.submit(cluster, "ingest", configuration("disturbed", false));
            produceDocuments(0, BEFORE);
            disturbed.awaitDocuments(ids(0, BEFORE));
            cluster.rest().awaitCheckpoints(job, 1);
            produceDocuments(BEFORE, DOCUMENTS);
            editDocuments();
            disturbed.awaitCount(disturbed.count() + 1);

            cluster.killTaskManager(0);
            assertThat(disturbed.documents()).as("before the end").hasSizeLessThan(DOCUMENTS - DELETED);
            cluster.startTaskManager();
            cluster.rest().awaitRestarts(job, 1);
            assertThat(cluster.flink(JobsJar.run("ingest", configuration("undisturbed", true)))
                            .exitCode())
                    .isZero();

            assertThat(undisturbed.documents()).hasSize(DOCUMENTS - DELETED);
            disturbed.awaitPoints(undisturbed.points().keySet());
            cluster.flink("stop", job).savepointPath();
            assertThat(cluster.rest().restoredFrom(job)).contains("/chk-");
            assertEqual(disturbed.points(), undisturbed.points());
        }
    }

    private static void produceDocuments(int from, int to) {
        for (int number = from; number < to; number++) {
            servers.send("documents", id(number), Messages.document(id(number), Messages.prose(number, 20)));
        }
    }

    private static void editDocuments() {
        for (int number = 0; number < EDITED; number++) {
            servers.send("documents", id(number), Messages.document(id(number), Messages.prose(number, 8)));
        }
        for (int number = 0; number < DELETED; number++) {
            servers.send("documents", id(number), null);
        }
    }

    private static Path configuration(String collection, boolean bounded) {
        return servers.configuration(
                collection,
                "job: {mode: streaming, parallelism: 2, checkpoint-interval: 500ms}",
                "documents: {bounded: %s}".formatted(bounded));
    }

    private static void assertEqual(Map<String, Point> actual, Map<String, Point> expected) {
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        actual.forEach((id, point) -> assertEqual(id, point, requireNonNull(expected.get(id))));
    }

    private static void assertEqual(String id, Point actual, Point expected) {
        assertThat(actual.payload()).as(id).isEqualTo(expected.payload());
        assertThat(distance(actual, expected)).as(id).isCloseTo(0, within(ROUNDING));
    }

    private static float distance(Point one, Point other) {
        assertThat(one.vector()).hasSameSizeAs(other.vector()).isNotEmpty();
        float furthest = 0;
        for (int index = 0; index < one.vector().size(); index++) {
            furthest = Math.max(
                    furthest, Math.abs(one.vector().get(index) - other.vector().get(index)));
        }
        return furthest;
    }

    private static String[] ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(TaskManagerLossITCase::id).toArray(String[]::new);
    }

    private static String id(int number) {
        return "document-" + number;
    }
}
