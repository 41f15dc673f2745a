package io.millrace.connector.qdrant;

import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Collections.VectorParamsMap;
import io.qdrant.client.grpc.Collections.VectorsConfig;
import io.qdrant.client.grpc.Points;
import io.qdrant.client.grpc.Points.DenseVector;
import io.qdrant.client.grpc.Points.NamedVectors;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which of a point's vectors is meant. Qdrant has one way to say it of a named vector and another of the unnamed one.
 *
 * @param name its name; empty for the unnamed one
 */
record VectorName(String name) {
    /** Named, so that other vectors can join it. */
    static final VectorName DENSE = new VectorName("dense");

    VectorsConfig declare(VectorParams params) {
        VectorsConfig.Builder config = VectorsConfig.newBuilder();
        return name.isEmpty()
                ? config.setParams(params).build()
                : config.setParamsMap(VectorParamsMap.newBuilder().putMap(name, params))
                        .build();
    }

    /** How the collection has it, or null where it doesn't. */
    @Nullable
    VectorParams in(CollectionInfo info) {
        VectorsConfig config = info.getConfig().getParams().getVectorsConfig();
        return name.isEmpty()
                ? (config.hasParams() ? config.getParams() : null)
                : config.getParamsMap().getMapMap().get(name);
    }

    /** A point's vectors: this one, and that of its words where it has one. */
    Points.Vectors of(DenseVector dense, Points.@Nullable Vector words) {
        Points.Vector vector = Points.Vector.newBuilder().setDense(dense).build();
        if (name.isEmpty() && words == null) {
            return Points.Vectors.newBuilder().setVector(vector).build();
        }
        NamedVectors.Builder named = NamedVectors.newBuilder().putVectors(name, vector);
        if (words != null) {
            named.putVectors(WordVectors.NAME, words);
        }
        return Points.Vectors.newBuilder().setVectors(named).build();
    }

    /** The vectors that a collection has, for a message. */
    static String all(CollectionInfo info) {
        VectorsConfig config = info.getConfig().getParams().getVectorsConfig();
        if (config.hasParams()) {
            return "the unnamed vector of " + describe(config.getParams());
        }
        var named = new TreeMap<>(config.getParamsMap().getMapMap());
        return named.isEmpty()
                ? "no dense vector"
                : named.entrySet().stream()
                        .map(entry -> new VectorName(entry.getKey()) + " of " + describe(entry.getValue()))
                        .collect(Collectors.joining(", "));
    }

    static String describe(VectorParams params) {
        return "%d dimensions, %s".formatted(params.getSize(), wireName(params.getDistance()));
    }

    static String wireName(Enum<?> distance) {
        return distance.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return name.isEmpty() ? "unnamed vector" : "vector '" + name + "'";
    }
}
