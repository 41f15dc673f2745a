package io.millrace.embedded.qdrant.engine;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.Points.NamedVectors;
import io.qdrant.client.grpc.Points.Vector;
import io.qdrant.client.grpc.Points.Vectors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the vectors of a request, in today's form and in the flat one that older clients still send. */
final class VectorInput {

    private VectorInput() {}

    /** The vectors by name, checked against the collection and prepared. */
    static Map<String, StoredVector> prepared(Vectors vectors, CollectionState state) {
        Map<String, StoredVector> prepared = new HashMap<>();
        switch (vectors.getVectorsOptionsCase()) {
            case VECTOR -> prepared.put("", prepared("", vectors.getVector(), state));
            case VECTORS -> {
                NamedVectors named = vectors.getVectors();
                named.getVectorsMap().forEach((name, vector) -> prepared.put(name, prepared(name, vector, state)));
            }
            case VECTORSOPTIONS_NOT_SET -> throw StoreException.invalid("Expected some vectors");
        }
        return prepared;
    }

    private static StoredVector prepared(String name, Vector vector, CollectionState state) {
        Space space = state.space(name);
        StoredVector given = given(vector);
        if (space instanceof VectorSpace dense && given instanceof StoredVector.Dense components) {
            checkSize(dense, components.components());
        }
        return space.prepared(given);
    }

    private static void checkSize(VectorSpace space, float[] components) {
        if (components.length != space.size()) {
            String suffix = space.name().isEmpty() ? "" : " for vector '" + space.name() + "'";
            throw StoreException.wrongInput("Vector dimension error: expected dim: %d, got %d%s"
                    .formatted(space.size(), components.length, suffix));
        }
    }

    @SuppressWarnings("deprecation") // Older clients send nothing else.
    private static StoredVector given(Vector vector) {
        return switch (vector.getVectorCase()) {
            case DENSE -> dense(vector.getDense().getDataList());
            case SPARSE ->
                SparseVector.of(
                        vector.getSparse().getIndicesList(), vector.getSparse().getValuesList());
            case MULTI_DENSE -> throw Space.mixedUp("multi");
            case DOCUMENT -> throw StoreException.notBuilt("Inference of documents");
            case IMAGE -> throw StoreException.notBuilt("Inference of images");
            case OBJECT -> throw StoreException.notBuilt("Inference of objects");
            case VECTOR_NOT_SET -> {
                if (vector.hasVectorsCount()) {
                    throw Space.mixedUp("multi");
                }
                yield vector.hasIndices()
                        ? SparseVector.of(vector.getIndices().getDataList(), vector.getDataList())
                        : dense(vector.getDataList());
            }
        };
    }

    private static StoredVector dense(List<Float> components) {
        float[] array = new float[components.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = components.get(i);
        }
        return new StoredVector.Dense(array);
    }
}
