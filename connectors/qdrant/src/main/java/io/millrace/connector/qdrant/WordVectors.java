package io.millrace.connector.qdrant;

import io.millrace.chunk.Chunk;
import io.millrace.sparse.Bm25;
import io.millrace.sparse.SparseSpec;
import io.millrace.sparse.SparseVector;
import io.qdrant.client.grpc.Collections.Modifier;
import io.qdrant.client.grpc.Collections.SparseVectorConfig;
import io.qdrant.client.grpc.Collections.SparseVectorParams;
import io.qdrant.client.grpc.Points;

/** The sparse vectors that a collection's chunks are found by their words with. */
final class WordVectors {
    /** The vector's name beside that of the embedding model. */
    static final String NAME = "bm25";

    private final SparseSpec spec;
    private final Bm25 bm25;

    WordVectors(SparseSpec spec) {
        this.spec = spec;
        this.bm25 = new Bm25(spec.language());
    }

    /** How a collection has them: Qdrant adds how rare each word is, when it is asked. */
    static SparseVectorConfig declare() {
        return SparseVectorConfig.newBuilder()
                .putMap(
                        NAME,
                        SparseVectorParams.newBuilder()
                                .setModifier(Modifier.Idf)
                                .build())
                .build();
    }

    /** A chunk's; without components where no word of it counts. */
    Points.Vector of(Chunk chunk) {
        return Points.Vector.newBuilder()
                .setSparse(sparse(bm25.document(spec.textOf(chunk))))
                .build();
    }

    /** What is looked for; without components where no word counts. */
    Points.SparseVector query(String words) {
        return sparse(bm25.query(words));
    }

    private static Points.SparseVector sparse(SparseVector vector) {
        Points.SparseVector.Builder sparse = Points.SparseVector.newBuilder();
        for (int i = 0; i < vector.indices().length; i++) {
            sparse.addIndices(vector.indices()[i]).addValues(vector.values()[i]);
        }
        return sparse.build();
    }
}
