package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.VectorsFactory.vectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PointsOperationResponse;
import io.qdrant.client.grpc.Points.UpdateStatus;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The server has no limit of its own on the size of a message, and takes it compressed. */
class LargeMessagesITCase {

    private static final int DIMENSIONS = 4096;
    private static final int POINTS = 512;

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    @Test
    void arrivesWholeBeyondTheFourMebibytesThatGrpcAllowsUnasked() {
        TestCollection collection = qdrant.collection(DIMENSIONS, Distance.Dot);
        List<PointStruct> points = LongStream.range(0, POINTS)
                .mapToObj(number -> point(id(number), payload("n", number), vectors(filled(number))))
                .toList();
        UpsertPoints request = UpsertPoints.newBuilder()
                .setCollectionName(collection.name())
                .setWait(true)
                .addAllPoints(points)
                .build();

        var result = answer(qdrant.client().upsertAsync(request));

        assertThat(request.getSerializedSize()).isGreaterThan(8 << 20);
        assertThat(result.getStatus()).isEqualTo(UpdateStatus.Completed);
        assertThat(collection.get(points.stream().map(PointStruct::getId).toList()))
                .hasSize(POINTS)
                .last()
                .satisfies(last -> assertThat(TestPoints.vectorOf(last)).containsOnly(POINTS - 1f));
    }

    @Test
    void arrivesCompressed() {
        TestCollection collection = qdrant.collection(2, Distance.Dot);
        UpsertPoints request = UpsertPoints.newBuilder()
                .setCollectionName(collection.name())
                .setWait(true)
                .addPoints(point(1, payload("text", "again and ".repeat(1000)), 1, 2))
                .build();

        PointsOperationResponse response = answer(
                qdrant.client().grpcClient().points().withCompression("gzip").upsert(request));

        assertThat(response.getResult().getStatus()).isEqualTo(UpdateStatus.Completed);
        assertThat(collection.get(1).getPayloadMap()).isEqualTo(payload("text", "again and ".repeat(1000)));
    }

    private static float[] filled(long value) {
        var vector = new float[DIMENSIONS];
        Arrays.fill(vector, (float) value);
        return vector;
    }
}
