package io.millrace.connector.qdrant;

import io.millrace.index.ChunkFields;
import io.millrace.index.IndexOperation;
import io.qdrant.client.ConditionFactory;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which points of a document go.
 *
 * @param documentId the document
 * @param tenant whose it is, or null: whoever's when all of it goes, nobody's when a revision is kept
 * @param keptRevision the revision whose chunks stay, or null when all of it goes
 */
record Removal(
        String documentId,
        @Nullable String tenant,
        @Nullable String keptRevision) {

    /** What a COMPLETE or a DELETE removes. */
    static Removal of(IndexOperation operation) {
        boolean complete = operation.type() == IndexOperation.Type.COMPLETE;
        return new Removal(operation.documentId(), operation.tenant(), complete ? operation.revision() : null);
    }

    /** The points that any of the removals takes; at least one is given. */
    static Filter anyOf(Collection<Removal> removals) {
        List<String> whole = new ArrayList<>();
        List<Filter> parts = new ArrayList<>();
        for (Removal removal : removals) {
            if (removal.tenant() == null && removal.keptRevision() == null) {
                whole.add(removal.documentId());
            } else {
                parts.add(removal.filter());
            }
        }
        if (whole.isEmpty() && parts.size() == 1) {
            return parts.get(0);
        }
        Filter.Builder any = Filter.newBuilder();
        if (!whole.isEmpty()) {
            any.addShould(ConditionFactory.matchKeywords(ChunkFields.DOCUMENT_ID, whole));
        }
        parts.forEach(part -> any.addShould(ConditionFactory.filter(part)));
        return any.build();
    }

    private Filter filter() {
        Filter.Builder filter = Filter.newBuilder()
                .addMust(ConditionFactory.matchKeyword(ChunkFields.DOCUMENT_ID, documentId))
                .addMust(owner());
        if (keptRevision != null) {
            filter.addMustNot(ConditionFactory.matchKeyword(ChunkFields.REVISION, keptRevision));
        }
        return filter.build();
    }

    private Condition owner() {
        return tenant == null
                ? ConditionFactory.isEmpty(ChunkFields.TENANT)
                : ConditionFactory.matchKeyword(ChunkFields.TENANT, tenant);
    }
}
