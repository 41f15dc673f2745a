package io.millrace.embedded.qdrant.engine;

import io.millrace.embedded.qdrant.failure.StoreException;
import java.io.IOException;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/** One of the vectors that a collection's points may have, by its name: how it is stored, read and compared. */
public sealed interface Space permits VectorSpace, SparseSpace {

    /** The vectors of a segment, read in the order of its documents. */
    interface Vectors {
        /** The vector of a document that lies not before the last one asked for, or null when it has none. */
        @Nullable
        StoredVector at(int document) throws IOException;
    }

    /** The name, empty for the unnamed vector. */
    String name();

    /** The vector as it is stored and compared, or a refusal of one that does not fit. */
    StoredVector prepared(StoredVector given);

    /**
     * How near two prepared vectors are; larger is nearer. It is what Qdrant compares by: the dot product, or the
     * negative of a distance, which for Euclid is the squared one.
     */
    float similarity(StoredVector one, StoredVector other);

    /** Adds a prepared vector to a point's document. */
    void add(StoredVector vector, Document document);

    Vectors vectors(LeafReader reader) throws IOException;

    /** The points that have this vector. */
    Query exists();

    /** A refusal of a vector of the wrong sort, with Qdrant's message. */
    static StoreException mixedUp(String sort) {
        return StoreException.wrongInput("Conversion between %s and regular vectors failed".formatted(sort));
    }
}
