package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.array;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.hits;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.WithPayloadSelectorFactory.enable;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.GroupId;
import io.qdrant.client.grpc.Points.PointGroup;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.QueryPointGroups;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Chunks of documents, best first by their ids: 60 of "a", then one of "b", two of "c" and so on. */
class GroupsITCase {

    private static final int MANY = 60;

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        collection = qdrant.collection(1, Distance.Euclid);
        List<PointStruct> points = new ArrayList<>();
        for (int i = 1; i <= MANY; i++) {
            points.add(point(i, payload("document", "a"), i));
        }
        points.add(point(61, payload("document", "b", "number", 7), 61));
        points.add(point(62, payload("document", "c", "number", -7), 62));
        points.add(point(63, payload("other", 1), 63));
        points.add(point(64, payload("document", "c", "number", 7), 64));
        points.add(point(65, payload("document", array("b", "d"), "number", 1.5), 65));
        collection.upsert(points.toArray(PointStruct[]::new));
    }

    @Test
    void areInTheOrderOfTheirBestPointsAndHaveThreePoints() {
        List<PointGroup> groups = query(byDocument());

        assertThat(names(groups)).containsExactly("a", "b", "c", "d");
        assertThat(hits(groups.get(0).getHitsList())).containsExactly(1L, 2L, 3L);
        assertThat(hits(groups.get(2).getHitsList())).containsExactly(62L, 64L);
        assertThat(groups.get(2).getHits(0).getScore()).isEqualTo(62f);
    }

    @Test
    void putAPointUnderEachOfItsValues() {
        List<PointGroup> groups = query(byDocument());

        assertThat(hits(groups.get(1).getHitsList())).containsExactly(61L, 65L);
        assertThat(hits(groups.get(3).getHitsList())).containsExactly(65L);
    }

    @Test
    void areAsManyAndAsLargeAsAskedForHoweverFarDownTheyLie() {
        List<PointGroup> groups = query(byDocument().setLimit(2).setGroupSize(1));

        assertThat(names(groups)).containsExactly("a", "b");
        assertThat(groups).allSatisfy(group -> assertThat(group.getHitsCount()).isEqualTo(1));
    }

    @Test
    void areMadeOfIntegersToo() {
        List<PointGroup> groups = query(byDocument().setGroupBy("number"));

        assertThat(groups)
                .extracting(PointGroup::getId)
                .containsExactly(
                        GroupId.newBuilder().setUnsignedValue(7).build(),
                        GroupId.newBuilder().setIntegerValue(-7).build());
        assertThat(hits(groups.get(0).getHitsList())).containsExactly(61L, 64L);
    }

    @Test
    void areMadeOfWhatPassesTheFilterAndTheThreshold() {
        assertThat(names(query(byDocument().setFilter(must(matchKeyword("document", "c"))))))
                .containsExactly("c");
        assertThat(names(query(byDocument().setScoreThreshold(61.5f)))).containsExactly("a", "b");
    }

    @Test
    void areMadeOfWhatWasPrefetched() {
        List<PointGroup> groups = query(byDocument()
                .addPrefetch(PrefetchQuery.newBuilder().setQuery(nearest(100f)).setLimit(2)));

        assertThat(names(groups)).containsExactly("c", "b", "d");
    }

    @Test
    void showPayloadWhenAsked() {
        assertThat(query(byDocument()).get(0).getHits(0).getPayloadMap()).isEmpty();
        assertThat(query(byDocument().setWithPayload(enable(true)))
                        .get(0)
                        .getHits(0)
                        .getPayloadMap())
                .isEqualTo(payload("document", "a"));
    }

    @Test
    void needAField() {
        Refusal refusal = refusal(
                qdrant.client().queryGroupsAsync(byDocument().setGroupBy("").build()));

        assertThat(refusal.code()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refusal.message()).contains("group_by");
    }

    private static QueryPointGroups.Builder byDocument() {
        return QueryPointGroups.newBuilder()
                .setCollectionName(collection.name())
                .setQuery(nearest(0f))
                .setGroupBy("document");
    }

    private static List<PointGroup> query(QueryPointGroups.Builder request) {
        return answer(qdrant.client().queryGroupsAsync(request.build()));
    }

    private static List<String> names(List<PointGroup> groups) {
        return groups.stream().map(group -> group.getId().getStringValue()).toList();
    }
}
