package io.millrace.embedded.qdrant;

import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.VectorFactory.vector;
import static io.qdrant.client.VectorsFactory.namedVectors;
import static io.qdrant.client.VectorsFactory.vectors;

import io.qdrant.client.QueryFactory;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PointsIdsList;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.Vector;
import io.qdrant.client.grpc.Points.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Points as they are sent, and what is read from those that come back. */
final class TestPoints {

    private TestPoints() {}

    static PointStruct point(long id, Map<String, Value> payload, float... vector) {
        return point(id(id), payload, vectors(vector));
    }

    static PointStruct point(PointId id, Map<String, Value> payload, Vectors vectors) {
        return PointStruct.newBuilder()
                .setId(id)
                .putAllPayload(payload)
                .setVectors(vectors)
                .build();
    }

    /** Named dense vectors. */
    static Vectors named(Map<String, float[]> vectors) {
        var named = new HashMap<String, Vector>();
        vectors.forEach((name, values) -> named.put(name, vector(values)));
        return namedVectors(named);
    }

    /** A sparse vector from indices and weights in turn. */
    static Vector sparse(double... indicesAndWeights) {
        return vector(weights(indicesAndWeights), indices(indicesAndWeights));
    }

    /** A query for the largest products with a sparse vector, from indices and weights in turn. */
    static Query nearestSparse(double... indicesAndWeights) {
        return QueryFactory.nearest(weights(indicesAndWeights), indices(indicesAndWeights));
    }

    private static List<Integer> indices(double... indicesAndWeights) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < indicesAndWeights.length; i += 2) {
            indices.add((int) (long) indicesAndWeights[i]);
        }
        return indices;
    }

    private static List<Float> weights(double... indicesAndWeights) {
        List<Float> weights = new ArrayList<>();
        for (int i = 1; i < indicesAndWeights.length; i += 2) {
            weights.add((float) indicesAndWeights[i]);
        }
        return weights;
    }

    static PointId uuid(String text) {
        return PointId.newBuilder().setUuid(text).build();
    }

    static List<PointId> ids(long... ids) {
        return Arrays.stream(ids).mapToObj(number -> id(number)).toList();
    }

    static PointsSelector selector(long... ids) {
        return PointsSelector.newBuilder()
                .setPoints(PointsIdsList.newBuilder().addAllIds(ids(ids)))
                .build();
    }

    static List<Long> idsOf(List<RetrievedPoint> points) {
        return points.stream().map(point -> point.getId().getNum()).toList();
    }

    static List<Long> hits(List<ScoredPoint> points) {
        return points.stream().map(point -> point.getId().getNum()).toList();
    }

    static List<Float> scores(List<ScoredPoint> points) {
        return points.stream().map(ScoredPoint::getScore).toList();
    }

    /** The unnamed dense vector of a point that came back. */
    static List<Float> vectorOf(RetrievedPoint point) {
        return point.getVectors().getVector().getDense().getDataList();
    }

    /** A named dense vector of a point that came back. */
    static List<Float> vectorOf(RetrievedPoint point, String name) {
        return point.getVectors()
                .getVectors()
                .getVectorsOrThrow(name)
                .getDense()
                .getDataList();
    }
}
