package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.millrace.embedded.qdrant.TestPoints.uuid;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.VectorsFactory.vectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointIdsITCase {

    private static final String HYPHENATED = "550e8400-e29b-41d4-a716-446655440000";

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private TestCollection collection;

    @BeforeEach
    void makeCollection() {
        collection = qdrant.collection(2, Distance.Dot);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HYPHENATED,
                "550E8400-E29B-41D4-A716-446655440000",
                "550e8400e29b41d4a716446655440000",
                "urn:uuid:550e8400-e29b-41d4-a716-446655440000"
            })
    void returnsEveryFormOfAUuidInLowerCaseWithHyphens(String form) {
        collection.upsert(point(uuid(form), payload("n", 1), vectors(1, 2)));

        List<RetrievedPoint> points = collection.get(List.of(uuid(HYPHENATED)));

        assertThat(points).extracting(RetrievedPoint::getId).containsExactly(uuid(HYPHENATED));
    }

    @Test
    void takesTheFormsOfAUuidForOneAndTheSame() {
        collection.upsert(point(uuid(HYPHENATED), payload("n", 1), vectors(1, 2)));
        collection.upsert(point(uuid("550E8400E29B41D4A716446655440000"), payload("n", 2), vectors(1, 2)));

        List<RetrievedPoint> points = collection.get(List.of(uuid("urn:uuid:" + HYPHENATED)));

        assertThat(collection.info().getPointsCount()).isEqualTo(1);
        assertThat(points).extracting(RetrievedPoint::getPayloadMap).containsExactly(payload("n", 2));
    }

    @Test
    void takesNumbersUpTo64UnsignedBits() {
        PointId largest = id(-1L);
        collection.upsert(point(id(0), payload("n", 0), vectors(1, 2)), point(largest, payload("n", 1), vectors(1, 2)));

        assertThat(collection.get(List.of(largest, id(0))))
                .extracting(RetrievedPoint::getId)
                .containsExactly(largest, id(0));
    }

    @Test
    void searchesByAUuid() {
        collection.upsert(
                point(uuid(HYPHENATED), payload(), vectors(1, 2)),
                point(id(1), payload(), vectors(1, 1)),
                point(id(2), payload(), vectors(5, 5)));

        QueryPoints.Builder request = QueryPoints.newBuilder()
                .setCollectionName(collection.name())
                .setQuery(nearest(UUID.fromString(HYPHENATED)));

        assertThat(TestPoints.hits(collection.query(request))).containsExactly(2L, 1L);
    }

    @Test
    void refusesWhatIsNoUuid() {
        PointStruct point = point(uuid("not-a-uuid"), payload(), vectors(1, 2));

        assertThat(refusal(qdrant.client().upsertAsync(collection.name(), List.of(point))))
                .isEqualTo(Refusal.invalid("Unable to parse UUID: not-a-uuid"));
        assertThat(refusal(qdrant.client().deleteAsync(collection.name(), List.of(uuid("12345")))))
                .isEqualTo(Refusal.invalid("Unable to parse UUID: 12345"));
    }

    @Test
    void refusesAPointWithoutAnId() {
        PointStruct point = PointStruct.newBuilder().setVectors(vectors(1, 2)).build();

        assertThat(refusal(qdrant.client().upsertAsync(collection.name(), List.of(point))))
                .isEqualTo(Refusal.invalid("Empty ID is not allowed"));
    }
}
