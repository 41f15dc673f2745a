package io.millrace.connector.qdrant;

import io.millrace.index.ChunkFields;
import io.qdrant.client.ConditionFactory;
import io.qdrant.client.grpc.Common.Filter;
import org.jspecify.annotations.Nullable;

/**
 * Where points go and come from.
 *
 * @param collection the collection's name, or an alias of it
 * @param vector the vector of a chunk
 * @param adopted whether others made the collection: then what isn't Millrace's is neither read nor removed
 * @param words the sparse vectors of a chunk; null where it has none
 */
record Target(
        String collection,
        VectorName vector,
        boolean adopted,
        @Nullable WordVectors words) {
    /** Lets pass what the filter does, of Millrace's own points where others' may be among them. */
    Filter own(Filter filter) {
        return adopted ? millraces().addMust(ConditionFactory.filter(filter)).build() : filter;
    }

    /**
     * Points that Millrace wrote. Both fields are in each of them, and indexed. One alone may be in others' too: a
     * documentId is what many would call it, and theirs may even be of the same document.
     */
    static Filter.Builder millraces() {
        return Filter.newBuilder()
                .addMustNot(ConditionFactory.isEmpty(ChunkFields.DOCUMENT_ID))
                .addMustNot(ConditionFactory.isEmpty(ChunkFields.REVISION));
    }
}
