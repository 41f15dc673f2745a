package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.VectorsFactory.vectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.FieldType;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.SearchParams;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a query finds among random points, compared with a look at every one of them. */
class NeighboursITCase {

    private static final int POINTS = 4000;
    private static final int DIMENSIONS = 24;
    private static final int BATCH = 500;
    private static final int GROUPS = 40;
    private static final int QUERIES = 20;
    private static final int TOP = 10;

    /** An index may miss a neighbour now and then; one that misses more than one in ten is broken. */
    private static final double RECALL = 0.9;

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static final List<float[]> stored = new ArrayList<>();
    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        collection = qdrant.collection(DIMENSIONS, Distance.Euclid);
        collection.index("group", FieldType.FieldTypeInteger);
        var random = new SplittableRandom(7);
        for (int i = 0; i < POINTS; i++) {
            stored.add(vector(random));
        }
        for (int from = 0; from < POINTS; from += BATCH) {
            var batch = LongStream.range(from, from + BATCH)
                    .mapToObj(number ->
                            point(id(number), payload("group", number % GROUPS), vectors(stored.get((int) number))))
                    .toList();
            answer(qdrant.client().upsertAsync(collection.name(), batch));
        }
    }

    @Test
    void areExactWhenAskedTo() {
        var random = new SplittableRandom(8);
        for (int i = 0; i < QUERIES; i++) {
            float[] query = vector(random);

            assertThat(hits(collection.query(exact(collection.near(query))))).isEqualTo(nearest(query, -1));
        }
    }

    @Test
    void areExactWithinAFilter() {
        var random = new SplittableRandom(9);
        for (int i = 0; i < QUERIES; i++) {
            float[] query = vector(random);
            int group = i % GROUPS;

            var request = exact(collection.near(query)).setFilter(must(match("group", group)));

            assertThat(hits(collection.query(request))).isEqualTo(nearest(query, group));
        }
    }

    @Test
    void areNearlyAllFoundWhenNotAskedToBeExact() {
        var random = new SplittableRandom(10);
        int found = 0;
        for (int i = 0; i < QUERIES; i++) {
            float[] query = vector(random);
            int group = i % 2 == 0 ? -1 : i;
            QueryPoints.Builder request = collection.near(query);
            if (group >= 0) {
                request.setFilter(must(match("group", group)));
            }

            var hits = new ArrayList<Long>(hits(collection.query(request)));

            assertThat(hits).hasSize(TOP).doesNotHaveDuplicates();
            hits.retainAll(nearest(query, group));
            found += hits.size();
        }

        assertThat(found).isGreaterThanOrEqualTo((int) (RECALL * QUERIES * TOP));
    }

    private static QueryPoints.Builder exact(QueryPoints.Builder request) {
        return request.setParams(SearchParams.newBuilder().setExact(true));
    }

    /** The ids nearest to the query, of one group or (-1) of all. */
    private static List<Long> nearest(float[] query, int group) {
        return LongStream.range(0, POINTS)
                .filter(number -> group < 0 || number % GROUPS == group)
                .boxed()
                .sorted(Comparator.comparingDouble(number -> squaredDistance(query, stored.get(number.intValue()))))
                .limit(TOP)
                .toList();
    }

    private static double squaredDistance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            double difference = a[i] - b[i];
            sum += difference * difference;
        }
        return sum;
    }

    private static float[] vector(SplittableRandom random) {
        var vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) random.nextDouble(-1, 1);
        }
        return vector;
    }
}
