package io.millrace.embedded.qdrant.engine;

import io.qdrant.client.grpc.Collections.CollectionConfig;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CollectionParams;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.DenseVector;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PointsUpdateOperation;
import io.qdrant.client.grpc.Points.Vector;
import io.qdrant.client.grpc.Points.Vectors;
import java.util.List;
import java.util.Map;

/** Collections and operations for tests that talk to the engine without gRPC. */
final class TestStores {

    private TestStores() {}

    static CollectionState collection(String name, int dimension, Distance distance) {
        VectorParams params = VectorParams.newBuilder()
                .setSize(dimension)
                .setDistance(distance)
                .build();
        return new CollectionState(
                name,
                CollectionInfo.newBuilder()
                        .setConfig(CollectionConfig.newBuilder()
                                .setParams(CollectionParams.newBuilder()
                                        .setVectorsConfig(
                                                VectorsConfig.newBuilder().setParams(params))))
                        .build());
    }

    static PointStruct point(long id, Map<String, Value> payload, float... vector) {
        DenseVector.Builder dense = DenseVector.newBuilder();
        for (float component : vector) {
            dense.addData(component);
        }
        return PointStruct.newBuilder()
                .setId(PointId.newBuilder().setNum(id))
                .putAllPayload(payload)
                .setVectors(Vectors.newBuilder().setVector(Vector.newBuilder().setDense(dense)))
                .build();
    }

    static PointsUpdateOperation upsert(List<PointStruct> points) {
        return PointsUpdateOperation.newBuilder()
                .setUpsert(PointsUpdateOperation.PointStructList.newBuilder().addAllPoints(points))
                .build();
    }
}
