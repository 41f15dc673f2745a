package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Calls.eventually;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.ids;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.UpdateStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeletePointsITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private TestCollection collection;

    @BeforeEach
    void fill() {
        collection = qdrant.collection(2, Distance.Dot);
        collection.upsert(
                point(1, payload("colour", "red"), 1, 1),
                point(2, payload("colour", "blue"), 2, 2),
                point(3, payload("colour", "red"), 3, 3));
    }

    @Test
    void removesTheIdsEverywhere() {
        var result = answer(qdrant.client().deleteAsync(collection.name(), ids(1, 3)));

        assertThat(result.getStatus()).isEqualTo(UpdateStatus.Completed);
        assertThat(collection.ids()).containsExactly(2L);
        assertThat(collection.get(ids(1, 2, 3))).hasSize(1);
        assertThat(hits(collection.query(collection.near(1, 1)))).containsExactly(2L);
        assertThat(collection.count(Filter.getDefaultInstance())).isEqualTo(1);
        assertThat(collection.info().getPointsCount()).isEqualTo(1);
    }

    @Test
    void takesIdsThatAreNotThere() {
        var result = answer(qdrant.client().deleteAsync(collection.name(), ids(2, 99)));

        assertThat(result.getStatus()).isEqualTo(UpdateStatus.Completed);
        assertThat(collection.ids()).containsExactly(1L, 3L);
    }

    @Test
    void removesWhatPassesAFilter() {
        var result = answer(qdrant.client().deleteAsync(collection.name(), must(matchKeyword("colour", "red"))));

        assertThat(result.getStatus()).isEqualTo(UpdateStatus.Completed);
        assertThat(collection.ids()).containsExactly(2L);
    }

    @Test
    void removesNothingIfNothingPasses() {
        answer(qdrant.client().deleteAsync(collection.name(), must(matchKeyword("colour", "green"))));

        assertThat(collection.ids()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void letsAnIdBeUsedAgain() {
        answer(qdrant.client().deleteAsync(collection.name(), ids(1)));

        collection.upsert(point(1, payload("again", true), 7, 7));

        assertThat(collection.get(1).getPayloadMap()).isEqualTo(payload("again", true));
    }

    @Test
    void isAcknowledgedWhenItDoesNotWait() {
        var request = DeletePoints.newBuilder()
                .setCollectionName(collection.name())
                .setPoints(TestPoints.selector(2))
                .build();

        var result = answer(qdrant.client().deleteAsync(request));

        assertThat(result.getStatus()).isEqualTo(UpdateStatus.Acknowledged);
        eventually("the point is gone", () -> !collection.ids().contains(2L));
    }
}
