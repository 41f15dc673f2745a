package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.WithPayloadSelectorFactory.enable;

import io.qdrant.client.QdrantClient;
import io.qdrant.client.WithVectorsSelectorFactory;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.CreateFieldIndexCollection;
import io.qdrant.client.grpc.Points.FieldType;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import java.util.List;

/** A collection that a test made. Its writes wait until they are applied. */
record TestCollection(QdrantClient client, String name) {

    private static final int ALL = 1000;

    void upsert(PointStruct... points) {
        answer(client.upsertAsync(name, List.of(points)));
    }

    void index(String field, FieldType type) {
        index(CreateFieldIndexCollection.newBuilder().setFieldName(field).setFieldType(type));
    }

    void index(CreateFieldIndexCollection.Builder request) {
        answer(client.createPayloadIndexAsync(
                request.setCollectionName(name).setWait(true).build(), Calls.PATIENCE));
    }

    CollectionInfo info() {
        return answer(client.getCollectionInfoAsync(name));
    }

    /** The points of these ids, with payload and vectors. */
    List<RetrievedPoint> get(List<PointId> ids) {
        GetPoints request = GetPoints.newBuilder()
                .setCollectionName(name)
                .addAllIds(ids)
                .setWithPayload(enable(true))
                .setWithVectors(WithVectorsSelectorFactory.enable(true))
                .build();
        return answer(client.retrieveAsync(request, Calls.PATIENCE));
    }

    /** The point of this id, with payload and vectors; an {@link AssertionError} if there is none. */
    RetrievedPoint get(long id) {
        List<RetrievedPoint> points = get(List.of(id(id)));
        if (points.isEmpty()) {
            throw new AssertionError("No point " + id + " in " + name);
        }
        return points.get(0);
    }

    /** The numeric ids of all points, ascending. */
    List<Long> ids() {
        return ids(Filter.getDefaultInstance());
    }

    /** The numeric ids of the points that pass, ascending. */
    List<Long> ids(Filter filter) {
        ScrollPoints request = ScrollPoints.newBuilder()
                .setCollectionName(name)
                .setFilter(filter)
                .setLimit(ALL)
                .build();
        return TestPoints.idsOf(answer(client.scrollAsync(request)).getResultList());
    }

    long count(Filter filter) {
        return answer(client.countAsync(name, filter, true));
    }

    /** A query for the unnamed vector nearest to this one, for the caller to add to. */
    QueryPoints.Builder near(float... vector) {
        return QueryPoints.newBuilder().setCollectionName(name).setQuery(nearest(vector));
    }

    List<ScoredPoint> query(QueryPoints.Builder request) {
        return answer(client.queryAsync(request.build()));
    }
}
