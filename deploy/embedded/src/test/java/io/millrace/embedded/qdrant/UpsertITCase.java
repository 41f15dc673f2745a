package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Calls.eventually;
import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.vectorOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.UpdateStatus;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UpsertITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private TestCollection collection;

    @BeforeEach
    void makeCollection() {
        collection = qdrant.collection(2, Distance.Dot);
    }

    @Test
    void isCompletedWhenItWaits() {
        var result = answer(qdrant.client()
                .upsertAsync(request(true).addPoints(point(1, payload(), 1, 2)).build()));

        assertThat(result.getStatus()).isEqualTo(UpdateStatus.Completed);
        assertThat(collection.ids()).containsExactly(1L);
    }

    @Test
    void isAcknowledgedWhenItDoesNotWaitAndSeenLater() {
        var result = answer(qdrant.client()
                .upsertAsync(request(false).addPoints(point(1, payload(), 1, 2)).build()));

        assertThat(result.getStatus()).isEqualTo(UpdateStatus.Acknowledged);
        eventually("the point is there", () -> collection.ids().contains(1L));
    }

    @Test
    void doesNotWaitUnlessAsked() {
        var request = UpsertPoints.newBuilder()
                .setCollectionName(collection.name())
                .addPoints(point(1, payload(), 1, 2))
                .build();

        var result = answer(qdrant.client().upsertAsync(request));

        assertThat(result.getStatus()).isEqualTo(UpdateStatus.Acknowledged);
        eventually("the point is there", () -> collection.ids().contains(1L));
    }

    @Test
    void replacesTheWholePoint() {
        collection.upsert(point(1, payload("old", 1, "both", 1), 1, 2));

        collection.upsert(point(1, payload("new", 2, "both", 2), 3, 4));

        assertThat(collection.ids()).containsExactly(1L);
        assertThat(collection.get(1).getPayloadMap()).isEqualTo(payload("new", 2, "both", 2));
        assertThat(vectorOf(collection.get(1))).containsExactly(3f, 4f);
    }

    @Test
    void replacesAPayloadByAnEmptyOne() {
        collection.upsert(point(1, payload("old", 1), 1, 2));

        collection.upsert(point(1, payload(), 1, 2));

        assertThat(collection.get(1).getPayloadMap()).isEmpty();
    }

    @Test
    void keepsTheLastOfDuplicateIds() {
        collection.upsert(
                point(1, payload("n", 1), 1, 1), point(2, payload("n", 2), 2, 2), point(1, payload("n", 3), 3, 3));

        assertThat(collection.ids()).containsExactly(1L, 2L);
        assertThat(collection.get(1).getPayloadMap()).isEqualTo(payload("n", 3));
        assertThat(vectorOf(collection.get(1))).containsExactly(3f, 3f);
        assertThat(collection.info().getPointsCount()).isEqualTo(2);
    }

    @Test
    void numbersItsOperationsUpwards() {
        var first = answer(qdrant.client()
                .upsertAsync(request(true).addPoints(point(1, payload(), 1, 2)).build()));
        var second = answer(qdrant.client()
                .upsertAsync(request(true).addPoints(point(1, payload(), 1, 2)).build()));

        assertThat(second.getOperationId()).isGreaterThan(first.getOperationId());
    }

    @Test
    void givesTheSameResultWhenRepeated() {
        for (int i = 0; i < 3; i++) {
            collection.upsert(point(1, payload("n", 1), 1, 1), point(2, payload("n", 2), 2, 2));
        }

        assertThat(collection.ids()).containsExactly(1L, 2L);
        assertThat(collection.info().getPointsCount()).isEqualTo(2);
    }

    @Test
    void takesManyPointsAtOnce() {
        var points = LongStream.range(0, 500)
                .mapToObj(id -> point(id, payload("n", id), (float) id, 1))
                .toList();

        answer(qdrant.client().upsertAsync(collection.name(), points));

        assertThat(collection.ids()).isEqualTo(LongStream.range(0, 500).boxed().toList());
    }

    @Test
    void writesNothingIfOneDimensionIsWrong() {
        var request = request(true)
                .addAllPoints(List.of(point(1, payload(), 1, 2), point(2, payload(), 1, 2, 3)))
                .build();

        Refusal refusal = refusal(qdrant.client().upsertAsync(request));

        assertThat(refusal).isEqualTo(Refusal.invalid("Wrong input: Vector dimension error: expected dim: 2, got 3"));
        assertThat(collection.ids()).isEmpty();
    }

    @Test
    void refusesAWrongDimensionEvenIfItDoesNotWait() {
        var request = request(false).addPoints(point(1, payload(), 1)).build();

        assertThat(refusal(qdrant.client().upsertAsync(request)))
                .isEqualTo(Refusal.invalid("Wrong input: Vector dimension error: expected dim: 2, got 1"));
    }

    private UpsertPoints.Builder request(boolean wait) {
        return UpsertPoints.newBuilder().setCollectionName(collection.name()).setWait(wait);
    }
}
