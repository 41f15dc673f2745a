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
    static Map<String, float[]> prepared(Vectors vectors, CollectionState state) {
        Map<String, float[]> prepared = new HashMap<>();
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

    private static float[] prepared(String name, Vector vector, CollectionState state) {
        VectorSpace space = state.space(name);
        float[] components = dense(vector);
        if (components.length != space.size()) {
            String suffix = name.isEmpty() ? "" : " for vector '" + name + "'";
            throw StoreException.wrongInput("Vector dimension error: expected dim: %d, got %d%s"
                    .formatted(space.size(), components.length, suffix));
        }
        return space.prepared(components);
    }

    @SuppressWarnings("deprecation") // Older clients send nothing else.
    private static float[] dense(Vector vector) {
        return switch (vector.getVectorCase()) {
            case DENSE -> array(vector.getDense().getDataList());
            case SPARSE -> throw mixedUp("sparse");
            case MULTI_DENSE -> throw mixedUp("multi");
            case DOCUMENT -> throw StoreException.notBuilt("Inference of documents");
            case IMAGE -> throw StoreException.notBuilt("Inference of images");
            case OBJECT -> throw StoreException.notBuilt("Inference of objects");
            case VECTOR_NOT_SET -> {
                if (vector.hasIndices()) {
                    throw mixedUp("sparse");
                }
                if (vector.hasVectorsCount()) {
                    throw mixedUp("multi");
                }
                yield array(vector.getDataList());
            }
        };
    }

    private static StoreException mixedUp(String given) {
        return StoreException.wrongInput("Conversion between %s and regular vectors failed".formatted(given));
    }

    /** The components as an array. */
    static float[] array(List<Float> components) {
        float[] array = new float[components.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = components.get(i);
        }
        return array;
    }
}
