package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.Collection;
import io.millrace.embedded.qdrant.engine.Hit;
import io.millrace.embedded.qdrant.engine.Store;
import io.millrace.embedded.qdrant.engine.View;
import io.millrace.embedded.qdrant.payload.PayloadSelection;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Query: the points that the stages of a request find, or, without a query, the first ones by id. */
final class Queries {

    private final Store store;
    private final RandomGenerator random;

    Queries(Store store, RandomGenerator random) {
        this.store = store;
        this.random = random;
    }

    List<ScoredPoint> query(QueryPoints request) throws IOException {
        String name = Validation.collectionName(request.getCollectionName());
        check(request);
        Collection collection = store.collection(name);
        try (View view = collection.view()) {
            PayloadSelection payload = PayloadSelection.from(request.getWithPayload(), false);
            PointOutput output = new PointOutput(view, payload, request.getWithVectors());
            List<Hit> hits = new Stages(store, collection, view, random).run(QueryRequests.outermost(request));
            boolean scored = isScored(request);
            int offset = Math.min(QueryRequests.offset(request), hits.size());
            List<ScoredPoint> points = new ArrayList<>();
            for (Hit hit : hits.subList(offset, hits.size())) {
                points.add(scored ? output.scored(hit) : output.listed(hit));
            }
            return points;
        }
    }

    static void check(QueryPoints request) {
        if (request.hasLimit()) {
            Validation.positive("limit", request.getLimit());
        }
        if (request.hasTimeout()) {
            Validation.positive("timeout", request.getTimeout());
        }
        QueryChecks.check(QueryRequests.outermost(request));
        Validation.notBuilt(request.hasShardKeySelector(), "A shard key selector");
    }

    /** Whether points have scores and versions, rather than places in an order. */
    static boolean isScored(QueryPoints request) {
        return request.hasQuery()
                && !request.getQuery().hasSample()
                && !request.getQuery().hasOrderBy();
    }
}
