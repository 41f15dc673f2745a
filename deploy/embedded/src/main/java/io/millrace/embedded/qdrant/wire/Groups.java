package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.engine.Collection;
import io.millrace.embedded.qdrant.engine.Hit;
import io.millrace.embedded.qdrant.engine.Store;
import io.millrace.embedded.qdrant.engine.View;
import io.millrace.embedded.qdrant.payload.PayloadPath;
import io.millrace.embedded.qdrant.payload.PayloadSelection;
import io.millrace.embedded.qdrant.payload.Values;
import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.IsEmptyCondition;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.GroupId;
import io.qdrant.client.grpc.Points.PointGroup;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.QueryPointGroups;
import io.qdrant.client.grpc.Points.QueryPoints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * QueryGroups: the best points of each value of a payload field, groups in the order of their best points. Unlike a
 * server, which asks a few times and takes what it has, this goes on until no group could be another or larger.
 */
final class Groups {

    private static final int DEFAULT_GROUPS = 10;
    private static final int DEFAULT_GROUP_SIZE = 3;
    private static final int FIRST_ROUND = 4;
    private static final int GROWTH = 4;

    private final Store store;
    private final RandomGenerator random;

    Groups(Store store, RandomGenerator random) {
        this.store = store;
        this.random = random;
    }

    List<PointGroup> query(QueryPointGroups request) throws IOException {
        String name = Validation.collectionName(request.getCollectionName());
        check(request);
        int groups = request.hasLimit() ? Validation.count(request.getLimit()) : DEFAULT_GROUPS;
        int size = request.hasGroupSize() ? Validation.count(request.getGroupSize()) : DEFAULT_GROUP_SIZE;
        PrefetchQuery stage = stage(request, groups, size);
        Collection collection = store.collection(name);
        try (View view = collection.view()) {
            PayloadSelection payload = PayloadSelection.from(request.getWithPayload(), false);
            PointOutput output = new PointOutput(view, payload, request.getWithVectors());
            boolean scored = Queries.isScored(QueryRequests.points(request));
            List<PointGroup> answer = new ArrayList<>();
            for (Map.Entry<GroupId, List<Hit>> group : groups(
                            collection, view, stage, request.getGroupBy(), groups, size)
                    .entrySet()) {
                PointGroup.Builder built = PointGroup.newBuilder().setId(group.getKey());
                for (Hit hit : group.getValue()) {
                    built.addHits(scored ? output.scored(hit) : output.listed(hit));
                }
                answer.add(built.build());
            }
            return answer;
        }
    }

    private static void check(QueryPointGroups request) {
        if (request.hasLimit()) {
            Validation.positive("limit", request.getLimit());
        }
        if (request.hasGroupSize()) {
            Validation.positive("group_size", request.getGroupSize());
        }
        Validation.notEmpty("group_by", request.getGroupBy());
        PayloadPath.parse(request.getGroupBy());
        QueryPoints points = QueryRequests.points(request);
        Queries.check(points);
        Validation.notBuilt(request.hasWithLookup(), "Looking groups up in another collection (with_lookup)");
    }

    /** Only points that have the field, in numbers that are likely to fill the groups. */
    private static PrefetchQuery stage(QueryPointGroups request, int groups, int size) {
        Condition empty = Condition.newBuilder()
                .setIsEmpty(IsEmptyCondition.newBuilder().setKey(request.getGroupBy()))
                .build();
        Filter.Builder filter = Filter.newBuilder().addMustNot(empty);
        if (request.hasFilter()) {
            filter.addMust(Condition.newBuilder().setFilter(request.getFilter()));
        }
        long likely = Math.min(Integer.MAX_VALUE, FIRST_ROUND * (long) groups * size);
        return QueryRequests.outermost(QueryRequests.points(request).toBuilder()
                .setFilter(filter)
                .setLimit(likely)
                .build());
    }

    private Map<GroupId, List<Hit>> groups(
            Collection collection, View view, PrefetchQuery stage, String field, int groups, int size)
            throws IOException {
        PayloadPath path = PayloadPath.parse(field);
        long limit = stage.getLimit();
        while (true) {
            PrefetchQuery round = stage.toBuilder().setLimit(limit).build();
            List<Hit> hits = new Stages(store, collection, view, random).run(round);
            Map<GroupId, List<Hit>> found = new LinkedHashMap<>();
            for (Hit hit : hits) {
                for (GroupId id : ids(path.valuesIn(view.payload(hit.location())))) {
                    List<Hit> group = found.computeIfAbsent(id, key -> new ArrayList<>());
                    if (group.size() < size) {
                        group.add(hit);
                    }
                }
            }
            found = first(found, groups);
            boolean full = found.size() == groups && found.values().stream().allMatch(group -> group.size() == size);
            if (full || hits.size() < limit) {
                return found;
            }
            limit *= GROWTH;
        }
    }

    private static Map<GroupId, List<Hit>> first(Map<GroupId, List<Hit>> groups, int count) {
        Map<GroupId, List<Hit>> first = new LinkedHashMap<>();
        groups.forEach((id, hits) -> {
            if (first.size() < count) {
                first.put(id, hits);
            }
        });
        return first;
    }

    /** A list stands for each of its values; what is neither a string nor an integer makes no group. */
    private static Set<GroupId> ids(List<Value> values) {
        Set<GroupId> ids = new LinkedHashSet<>();
        for (Value value : values) {
            for (Value element : Values.elements(value)) {
                GroupId id = id(element);
                if (id != null) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }

    private static @Nullable GroupId id(Value value) {
        if (value.hasStringValue()) {
            return GroupId.newBuilder().setStringValue(value.getStringValue()).build();
        }
        if (!value.hasIntegerValue()) {
            return null;
        }
        long number = value.getIntegerValue();
        return number < 0
                ? GroupId.newBuilder().setIntegerValue(number).build()
                : GroupId.newBuilder().setUnsignedValue(number).build();
    }
}
