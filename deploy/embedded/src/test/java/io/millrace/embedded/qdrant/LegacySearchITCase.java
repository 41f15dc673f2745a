package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.WithPayloadSelectorFactory.enable;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.SearchPoints;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The method that queries replaced, which older clients still call. */
class LegacySearchITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        collection = qdrant.collection(2, Distance.Dot);
        collection.upsert(
                point(1, payload("even", false), 1, 0),
                point(2, payload("even", true), 2, 0),
                point(3, payload("even", false), 3, 0),
                point(4, payload("even", true), 4, 0));
    }

    @Test
    void answersAsAQueryWould() {
        List<ScoredPoint> points = answer(qdrant.client().searchAsync(request().build()));

        assertThat(hits(points)).containsExactly(4L, 3L, 2L);
        assertThat(TestPoints.scores(points)).containsExactly(4f, 3f, 2f);
        assertThat(points.get(0).getPayloadMap()).isEmpty();
    }

    @Test
    void takesFilterOffsetThresholdAndPayload() {
        List<ScoredPoint> points = answer(qdrant.client()
                .searchAsync(request()
                        .setFilter(must(match("even", true)))
                        .setOffset(1)
                        .setScoreThreshold(1)
                        .setWithPayload(enable(true))
                        .build()));

        assertThat(hits(points)).containsExactly(2L);
        assertThat(points.get(0).getPayloadMap()).isEqualTo(payload("even", true));
    }

    @Test
    void answersEachOfABatch() {
        var results = answer(qdrant.client()
                .searchBatchAsync(
                        collection.name(),
                        List.of(request().build(), request().setLimit(1).build()),
                        null));

        assertThat(results)
                .extracting(result -> hits(result.getResultList()))
                .containsExactly(List.of(4L, 3L, 2L), List.of(4L));
    }

    private static SearchPoints.Builder request() {
        return SearchPoints.newBuilder()
                .setCollectionName(collection.name())
                .addAllVector(List.of(1f, 0f))
                .setLimit(3);
    }
}
