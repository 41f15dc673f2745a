package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.array;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.ids;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.qdrant.client.ConditionFactory.match;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.FacetCounts;
import io.qdrant.client.grpc.Points.FacetHit;
import io.qdrant.client.grpc.Points.FieldType;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FacetITCase {

    private static final String UUID = "550e8400-e29b-41d4-a716-446655440000";

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private TestCollection collection;

    @BeforeEach
    void fill() {
        collection = qdrant.collection(1, Distance.Dot);
        collection.index("colour", FieldType.FieldTypeKeyword);
        collection.index("n", FieldType.FieldTypeInteger);
        collection.index("odd", FieldType.FieldTypeBool);
        collection.index("owner", FieldType.FieldTypeUuid);
        collection.index("price", FieldType.FieldTypeFloat);
        collection.upsert(
                point(1, payload("colour", "red", "n", 1, "odd", true, "owner", UUID), 1),
                point(2, payload("colour", array("red", "blue", "red"), "n", 2, "odd", false), 1),
                point(3, payload("colour", "green", "n", 1, "odd", true, "owner", "nobody"), 1),
                point(4, payload("colour", 5, "n", 1.5), 1),
                point(5, payload("colour", "blue", "n", 1, "odd", true), 1),
                point(6, payload("colour", "red"), 1));
    }

    @Test
    void countsPointsByKeywordTheMostFrequentFirst() {
        assertThat(strings(facet("colour"))).containsExactly("red 3", "blue 2", "green 1");
    }

    @Test
    void countsIntegersBooleansAndUuids() {
        assertThat(facet("n"))
                .extracting(hit -> hit.getValue().getIntegerValue() + " " + hit.getCount())
                .containsExactly("1 3", "2 1");
        assertThat(facet("odd"))
                .extracting(hit -> hit.getValue().getBoolValue() + " " + hit.getCount())
                .containsExactly("true 3", "false 1");
        assertThat(strings(facet("owner"))).containsExactly(UUID + " 1");
    }

    @Test
    void countsWhatPassesTheFilter() {
        FacetCounts.Builder request = request("colour").setFilter(must(match("odd", true)));

        assertThat(strings(count(request))).containsExactly("blue 1", "green 1", "red 1");
    }

    @Test
    void returnsAsManyAsAskedFor() {
        assertThat(strings(count(request("colour").setLimit(1)))).containsExactly("red 3");
    }

    @Test
    void countsNothingThatWasDeleted() {
        answer(qdrant.client().deleteAsync(collection.name(), ids(1, 3)));

        assertThat(strings(facet("colour"))).containsExactly("blue 2", "red 2");
    }

    @Test
    void needsAnIndexForMatches() {
        for (String key : List.of("price", "unknown")) {
            assertThat(refusal(qdrant.client().facetAsync(request(key).build())))
                    .isEqualTo(Refusal.invalid("Wrong input: No appropriate index for faceting: `" + key
                            + "`. Please create one to facet on this field. Check"
                            + " https://qdrant.tech/documentation/concepts/indexing/#payload-index to see which payload"
                            + " schemas support Match conditions"));
        }
    }

    private FacetCounts.Builder request(String key) {
        return FacetCounts.newBuilder().setCollectionName(collection.name()).setKey(key);
    }

    private List<FacetHit> facet(String key) {
        return count(request(key));
    }

    private static List<FacetHit> count(FacetCounts.Builder request) {
        return answer(qdrant.client().facetAsync(request.build()));
    }

    private static List<String> strings(List<FacetHit> hits) {
        return hits.stream()
                .map(hit -> hit.getValue().getStringValue() + " " + hit.getCount())
                .toList();
    }
}
