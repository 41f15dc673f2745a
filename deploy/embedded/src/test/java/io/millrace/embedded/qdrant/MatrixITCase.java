package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.ids;
import static io.millrace.embedded.qdrant.TestPoints.named;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.PointIdFactory.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.SearchMatrixOffsets;
import io.qdrant.client.grpc.Points.SearchMatrixPair;
import io.qdrant.client.grpc.Points.SearchMatrixPoints;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Points 1, 2, 3 and 5 at those places on a line, and 4 without a place. */
class MatrixITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        collection = qdrant.collection(Map.of("place", QdrantServer.params(1, Distance.Euclid)));
        for (long place : List.of(1L, 2L, 3L, 5L)) {
            collection.upsert(
                    point(id(place), payload("odd", place % 2 == 1), named(Map.of("place", new float[] {place}))));
        }
        collection.upsert(point(id(4), payload("odd", false), named(Map.of())));
    }

    @Test
    void pairsEachPointWithItsNearestOnes() {
        assertThat(pairs(request().setLimit(2)))
                .containsExactly(
                        "1-2 1.0", "1-3 2.0", "2-1 1.0", "2-3 1.0", "3-2 1.0", "3-1 2.0", "5-3 2.0", "5-2 3.0");
    }

    @Test
    void pairsWithThreeUnlessToldOtherwise() {
        assertThat(pairs(request())).hasSize(12);
    }

    @Test
    void samplesWhatPassesTheFilter() {
        assertThat(pairs(request().setFilter(must(match("odd", true))).setLimit(1)))
                .containsExactly("1-3 2.0", "3-1 2.0", "5-3 2.0");
    }

    @Test
    void comparesWithinTheSampleOnly() {
        List<SearchMatrixPair> pairs = answer(qdrant.client()
                        .searchMatrixPairsAsync(request().setSample(2).build()))
                .getPairsList();

        assertThat(pairs).hasSize(2);
        assertThat(pairs.get(0).getA()).isEqualTo(pairs.get(1).getB());
        assertThat(pairs.get(0).getB()).isEqualTo(pairs.get(1).getA());
    }

    @Test
    void givesTheSameAsOffsets() {
        SearchMatrixOffsets offsets = answer(
                qdrant.client().searchMatrixOffsetsAsync(request().setLimit(1).build()));

        assertThat(offsets.getIdsList()).isEqualTo(ids(1, 2, 3, 5));
        assertThat(offsets.getOffsetsRowList()).containsExactly(0L, 1L, 2L, 3L);
        assertThat(offsets.getOffsetsColList()).containsExactly(1L, 0L, 1L, 2L);
        assertThat(offsets.getScoresList()).containsExactly(1f, 1f, 1f, 2f);
    }

    @Test
    void isEmptyForASinglePoint() {
        assertThat(pairs(request().setFilter(must(match("odd", false))))).isEmpty();
    }

    @Test
    void needsASampleOfTwo() {
        assertThat(refusal(qdrant.client()
                        .searchMatrixPairsAsync(request().setSample(1).build())))
                .isEqualTo(Refusal.invalid("Validation error in body: [sample: value 1 invalid, must be 2 or larger]"));
    }

    private static SearchMatrixPoints.Builder request() {
        return SearchMatrixPoints.newBuilder()
                .setCollectionName(collection.name())
                .setUsing("place");
    }

    private static List<String> pairs(SearchMatrixPoints.Builder request) {
        return answer(qdrant.client().searchMatrixPairsAsync(request.build())).getPairsList().stream()
                .map(pair -> pair.getA().getNum() + "-" + pair.getB().getNum() + " " + pair.getScore())
                .toList();
    }
}
