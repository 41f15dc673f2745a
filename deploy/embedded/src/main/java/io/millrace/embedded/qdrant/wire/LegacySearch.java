package io.millrace.embedded.qdrant.wire;

import io.qdrant.client.grpc.Points.DenseVector;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.SearchPoints;
import io.qdrant.client.grpc.Points.SparseVector;
import io.qdrant.client.grpc.Points.VectorInput;

/** The search method of older clients, as the query that it is. */
final class LegacySearch {

    private LegacySearch() {}

    static QueryPoints query(SearchPoints search) {
        QueryPoints.Builder query = QueryPoints.newBuilder()
                .setCollectionName(search.getCollectionName())
                .setQuery(Query.newBuilder().setNearest(vector(search)))
                .setUsing(search.getVectorName())
                .setParams(search.getParams())
                .setLimit(search.getLimit())
                .setOffset(search.getOffset())
                .setWithPayload(search.getWithPayload())
                .setWithVectors(search.getWithVectors());
        if (search.hasFilter()) {
            query.setFilter(search.getFilter());
        }
        if (search.hasScoreThreshold()) {
            query.setScoreThreshold(search.getScoreThreshold());
        }
        if (search.hasTimeout()) {
            query.setTimeout(search.getTimeout());
        }
        if (search.hasShardKeySelector()) {
            query.setShardKeySelector(search.getShardKeySelector());
        }
        return query.build();
    }

    private static VectorInput.Builder vector(SearchPoints search) {
        if (search.hasSparseIndices()) {
            return VectorInput.newBuilder()
                    .setSparse(SparseVector.newBuilder()
                            .addAllIndices(search.getSparseIndices().getDataList())
                            .addAllValues(search.getVectorList()));
        }
        return VectorInput.newBuilder().setDense(DenseVector.newBuilder().addAllData(search.getVectorList()));
    }
}
