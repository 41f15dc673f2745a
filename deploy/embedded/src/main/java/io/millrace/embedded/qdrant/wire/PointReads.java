package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.Collection;
import io.millrace.embedded.qdrant.engine.Hit;
import io.millrace.embedded.qdrant.engine.IdOrder;
import io.millrace.embedded.qdrant.engine.Location;
import io.millrace.embedded.qdrant.engine.PayloadOrder;
import io.millrace.embedded.qdrant.engine.PointKey;
import io.millrace.embedded.qdrant.engine.Store;
import io.millrace.embedded.qdrant.engine.View;
import io.millrace.embedded.qdrant.failure.StoreException;
import io.millrace.embedded.qdrant.payload.PayloadSelection;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.CountPoints;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;

/** Get, Scroll and Count. */
final class PointReads {

    private static final int SCROLL_LIMIT = 10;

    private final Store store;

    PointReads(Store store) {
        this.store = store;
    }

    /** In the order of the request; ids that are missing or come twice are left out. */
    List<RetrievedPoint> get(GetPoints request) throws IOException {
        String name = Validation.collectionName(request.getCollectionName());
        Validation.notBuilt(request.hasShardKeySelector(), "A shard key selector");
        Set<BytesRef> keys = new LinkedHashSet<>();
        for (PointId id : request.getIdsList()) {
            keys.add(PointKey.of(id));
        }
        try (View view = store.collection(name).viewOf(keys)) {
            PayloadSelection payload = PayloadSelection.from(request.getWithPayload(), false);
            PointOutput output = new PointOutput(view, payload, request.getWithVectors());
            List<RetrievedPoint> points = new ArrayList<>();
            for (Map.Entry<BytesRef, Location> found : view.locate(keys).entrySet()) {
                points.add(output.retrieved(new Hit(found.getValue(), found.getKey(), 1)));
            }
            return points;
        }
    }

    ScrollResponse.Builder scroll(ScrollPoints request) throws IOException {
        String name = Validation.collectionName(request.getCollectionName());
        if (request.hasLimit()) {
            Validation.positive("limit", request.getLimit());
        }
        FilterValidation.check("filter", request.getFilter());
        Validation.notBuilt(request.hasShardKeySelector(), "A shard key selector");
        if (request.hasOrderBy() && request.hasOffset()) {
            throw StoreException.badRequest(
                    "Cannot use an `offset` when using `order_by`. The alternative for paging is"
                            + " to use `order_by.start_from` and a filter to exclude the IDs that you've already seen for the"
                            + " `order_by.start_from` value");
        }
        long asked = request.hasLimit() ? Integer.toUnsignedLong(request.getLimit()) : SCROLL_LIMIT;
        BytesRef from = request.hasOffset() ? PointKey.of(request.getOffset()) : null;
        try (View view = view(store.collection(name), request.getFilter())) {
            int limit = (int) Math.min(asked, view.size());
            Query filter = view.state().filters().query(request.getFilter());
            List<Hit> hits = request.hasOrderBy()
                    ? new PayloadOrder(view, request.getOrderBy()).first(filter, Validation.count(asked))
                    : new IdOrder(view).first(filter, from, limit + 1);
            PayloadSelection payload = PayloadSelection.from(request.getWithPayload(), true);
            PointOutput output = new PointOutput(view, payload, request.getWithVectors());
            ScrollResponse.Builder response = ScrollResponse.newBuilder();
            for (Hit hit : request.hasOrderBy() ? hits : hits.subList(0, Math.min(limit, hits.size()))) {
                response.addResult(output.retrieved(hit));
            }
            if (!request.hasOrderBy() && hits.size() > limit) {
                response.setNextPageOffset(PointKey.id(hits.get(limit).key()));
            }
            return response;
        }
    }

    /** A view that shows what the filter may match: points of some ids, or any. */
    private static View view(Collection collection, Filter filter) {
        for (Condition condition : filter.getMustList()) {
            if (condition.hasHasId()) {
                Set<BytesRef> keys = new HashSet<>();
                condition.getHasId().getHasIdList().forEach(id -> keys.add(PointKey.of(id)));
                return collection.viewOf(keys);
            }
        }
        return collection.view();
    }

    long count(CountPoints request) throws IOException {
        String name = Validation.collectionName(request.getCollectionName());
        FilterValidation.check("filter", request.getFilter());
        Validation.notBuilt(request.hasShardKeySelector(), "A shard key selector");
        try (View view = store.collection(name).view()) {
            return view.count(view.state().filters().query(request.getFilter()));
        }
    }
}
