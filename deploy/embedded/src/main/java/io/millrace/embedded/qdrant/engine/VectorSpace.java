package io.millrace.embedded.qdrant.engine;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.qdrant.client.grpc.Collections.Distance;
import java.io.IOException;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.VectorUtil;

/**
 * One of the vectors that a collection's points have: its name (empty for the unnamed one), its dimension and its
 * distance.
 */
public record VectorSpace(String name, int size, Distance distance) implements Space {

    /** Squared lengths this near to 1 are left as they are, and so is the zero vector. */
    private static final double UNIT_TOLERANCE = 1e-6;

    /** The Lucene field. Lucene's graphs know no Manhattan distance, so those fields never get one. */
    String field() {
        return (distance == Distance.Manhattan ? "f:" : "v:") + name;
    }

    boolean canHaveGraph() {
        return distance != Distance.Manhattan;
    }

    /** The similarity by which a graph orders as the distance does. Stored cosine vectors have unit length. */
    VectorSimilarityFunction graphSimilarity() {
        return switch (distance) {
            case Cosine -> VectorSimilarityFunction.DOT_PRODUCT;
            case Dot -> VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
            default -> VectorSimilarityFunction.EUCLIDEAN;
        };
    }

    @Override
    public StoredVector prepared(StoredVector given) {
        if (given instanceof StoredVector.Dense dense) {
            return new StoredVector.Dense(prepared(dense.components()));
        }
        throw Space.mixedUp("sparse");
    }

    /** The vector as it is stored and compared: checked, and of unit length under the cosine distance. */
    float[] prepared(float[] vector) {
        if (vector.length != size) {
            throw StoreException.wrongInput(
                    "Vector dimension error: expected dim: %d, got %d".formatted(size, vector.length));
        }
        double squares = 0;
        for (float component : vector) {
            if (!Float.isFinite(component)) {
                throw StoreException.wrongInput("Vector component is not a finite number: " + component);
            }
            squares += (double) component * component;
        }
        if (distance != Distance.Cosine || squares == 0 || Math.abs(squares - 1) <= UNIT_TOLERANCE) {
            return vector;
        }
        float[] unit = new float[size];
        double length = Math.sqrt(squares);
        for (int i = 0; i < size; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }

    /** The score that Qdrant reports for two prepared vectors. */
    float score(float[] query, float[] stored) {
        return switch (distance) {
            case Cosine, Dot -> VectorUtil.dotProduct(query, stored);
            case Manhattan -> manhattan(query, stored);
            default -> (float) Math.sqrt(VectorUtil.squareDistance(query, stored));
        };
    }

    @Override
    public float similarity(StoredVector one, StoredVector other) {
        float[] first = ((StoredVector.Dense) one).components();
        float[] second = ((StoredVector.Dense) other).components();
        return distance == Distance.Euclid ? -VectorUtil.squareDistance(first, second) : rank(score(first, second));
    }

    @Override
    public void add(StoredVector vector, Document document) {
        float[] components = ((StoredVector.Dense) vector).components();
        document.add(new KnnFloatVectorField(field(), components, graphSimilarity()));
    }

    @Override
    public Vectors vectors(LeafReader reader) throws IOException {
        FloatVectorValues values = reader.getFloatVectorValues(field());
        if (values == null) {
            return document -> null;
        }
        return document -> {
            int next = values.docID() < document ? values.advance(document) : values.docID();
            return next == document
                    ? new StoredVector.Dense(values.vectorValue().clone())
                    : null;
        };
    }

    @Override
    public Query exists() {
        return new FieldExistsQuery(field());
    }

    private static float manhattan(float[] query, float[] stored) {
        float sum = 0;
        for (int i = 0; i < query.length; i++) {
            sum += Math.abs(query[i] - stored[i]);
        }
        return sum;
    }

    /** Whether the smaller score is the better one. */
    boolean smallerIsBetter() {
        return distance == Distance.Euclid || distance == Distance.Manhattan;
    }

    /** A score turned so that larger is better. */
    float rank(float score) {
        return smallerIsBetter() ? -score : score;
    }
}
