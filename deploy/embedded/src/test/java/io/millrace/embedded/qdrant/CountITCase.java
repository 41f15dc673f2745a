package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.CountPoints;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CountITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        collection = qdrant.collection(2, Distance.Dot);
        collection.upsert(
                point(1, payload("colour", "red"), 1, 1),
                point(2, payload("colour", "blue"), 2, 2),
                point(3, payload("colour", "red"), 3, 3));
    }

    @Test
    void countsEveryPoint() {
        assertThat(answer(qdrant.client().countAsync(collection.name()))).isEqualTo(3);
    }

    @Test
    void countsWhatPassesAFilter() {
        assertThat(collection.count(must(matchKeyword("colour", "red")))).isEqualTo(2);
        assertThat(collection.count(must(matchKeyword("colour", "green")))).isZero();
    }

    @Test
    void isExactUnlessToldOtherwise() {
        CountPoints request = CountPoints.newBuilder()
                .setCollectionName(collection.name())
                .setFilter(must(matchKeyword("colour", "red")))
                .build();

        var response = answer(qdrant.client().grpcClient().points().count(request));

        assertThat(response.getResult().getCount()).isEqualTo(2);
    }

    @Test
    void isNoFurtherOffThanTheCollectionWhenApproximate() {
        assertThat(answer(qdrant.client().countAsync(collection.name(), must(matchKeyword("colour", "red")), false)))
                .isBetween(0L, 3L);
    }
}
