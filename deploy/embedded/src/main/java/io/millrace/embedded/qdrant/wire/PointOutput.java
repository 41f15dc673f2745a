package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.Hit;
import io.millrace.embedded.qdrant.engine.Location;
import io.millrace.embedded.qdrant.engine.PointKey;
import io.millrace.embedded.qdrant.engine.Space;
import io.millrace.embedded.qdrant.engine.SparseVector;
import io.millrace.embedded.qdrant.engine.StoredVector;
import io.millrace.embedded.qdrant.engine.View;
import io.millrace.embedded.qdrant.payload.PayloadSelection;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.DenseVector;
import io.qdrant.client.grpc.Points.NamedVectorsOutput;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.VectorOutput;
import io.qdrant.client.grpc.Points.VectorsOutput;
import io.qdrant.client.grpc.Points.WithVectorsSelector;
import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;

/** Points as they are sent: the parts of payload and vectors that were asked for. */
final class PointOutput {

    private final View view;
    private final PayloadSelection payload;
    private final Predicate<String> vectorNames;
    private final boolean anyVectors;

    PointOutput(View view, PayloadSelection payload, WithVectorsSelector vectors) {
        this.view = view;
        this.payload = payload;
        this.anyVectors = vectors.hasInclude() || vectors.getEnable();
        this.vectorNames =
                vectors.hasInclude() ? vectors.getInclude().getNamesList()::contains : name -> vectors.getEnable();
    }

    RetrievedPoint retrieved(Hit hit) throws IOException {
        RetrievedPoint.Builder point =
                RetrievedPoint.newBuilder().setId(PointKey.id(hit.key())).putAllPayload(payload(hit.location()));
        if (anyVectors) {
            point.setVectors(vectors(hit.location()));
        }
        if (hit.order() != null) {
            point.setOrderValue(hit.order());
        }
        return point.build();
    }

    /** A point that a search found, with its version. */
    ScoredPoint scored(Hit hit) throws IOException {
        return listed(hit).toBuilder().setVersion(view.version(hit.location())).build();
    }

    /** A point that was found by its place in an order: Qdrant reports version 0 for it. */
    ScoredPoint listed(Hit hit) throws IOException {
        ScoredPoint.Builder point = ScoredPoint.newBuilder()
                .setId(PointKey.id(hit.key()))
                .setScore(hit.score())
                .putAllPayload(payload(hit.location()));
        if (anyVectors) {
            point.setVectors(vectors(hit.location()));
        }
        if (hit.order() != null) {
            point.setOrderValue(hit.order());
        }
        return point.build();
    }

    private Map<String, Value> payload(Location location) throws IOException {
        return payload.any() ? payload.of(view.payload(location)) : Map.of();
    }

    private VectorsOutput vectors(Location location) throws IOException {
        VectorsOutput.Builder output = VectorsOutput.newBuilder();
        NamedVectorsOutput.Builder named = NamedVectorsOutput.newBuilder();
        Map<String, Space> spaces = view.state().spaces();
        for (Space space : spaces.values()) {
            StoredVector vector = vectorNames.test(space.name()) ? view.vector(location, space) : null;
            if (vector != null) {
                named.putVectors(space.name(), output(vector));
            }
        }
        // The unnamed vector has a place of its own, unless it comes with others.
        VectorOutput unnamed = named.getVectorsMap().get("");
        if (unnamed != null && named.getVectorsCount() == 1) {
            return output.setVector(unnamed).build();
        }
        boolean nothing = named.getVectorsCount() == 0 && spaces.containsKey("");
        return nothing ? output.build() : output.setVectors(named).build();
    }

    private static VectorOutput output(StoredVector vector) {
        if (vector instanceof SparseVector sparse) {
            io.qdrant.client.grpc.Points.SparseVector.Builder output =
                    io.qdrant.client.grpc.Points.SparseVector.newBuilder();
            for (int i = 0; i < sparse.size(); i++) {
                output.addIndices(sparse.index(i)).addValues(sparse.weight(i));
            }
            return VectorOutput.newBuilder().setSparse(output).build();
        }
        DenseVector.Builder dense = DenseVector.newBuilder();
        for (float component : ((StoredVector.Dense) vector).components()) {
            dense.addData(component);
        }
        return VectorOutput.newBuilder().setDense(dense).build();
    }
}
