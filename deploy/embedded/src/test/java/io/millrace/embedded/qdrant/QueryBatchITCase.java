package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.WithPayloadSelectorFactory.enable;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.BatchResult;
import io.qdrant.client.grpc.Points.QueryPoints;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QueryBatchITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        collection = qdrant.collection(2, Distance.Dot);
        collection.upsert(
                point(1, payload("colour", "red"), 1, 0),
                point(2, payload("colour", "blue"), 0, 2),
                point(3, payload("colour", "red"), 3, 3));
    }

    @Test
    void answersEachQueryInItsPlace() {
        List<BatchResult> results = batch(
                collection.near(1, 0).setLimit(1).build(),
                collection
                        .near(0, 1)
                        .setFilter(must(matchKeyword("colour", "blue")))
                        .setWithPayload(enable(true))
                        .build(),
                collection.near(-1, -1).build(),
                collection.near(1, 1).setScoreThreshold(100).build());

        assertThat(results)
                .extracting(result -> TestPoints.hits(result.getResultList()))
                .containsExactly(List.of(3L), List.of(2L), List.of(1L, 2L, 3L), List.of());
        assertThat(results.get(1).getResult(0).getPayloadMap()).isEqualTo(payload("colour", "blue"));
        assertThat(results.get(0).getResult(0).getPayloadMap()).isEmpty();
    }

    @Test
    void answersAsSingleQueriesWould() {
        QueryPoints query = collection.near(2, 1).build();

        List<BatchResult> results = batch(query, query);

        assertThat(results)
                .extracting(BatchResult::getResultList)
                .containsExactly(
                        answer(qdrant.client().queryAsync(query)),
                        answer(qdrant.client().queryAsync(query)));
    }

    @Test
    void isRefusedAsAWhole() {
        Refusal refusal = refusal(qdrant.client()
                .queryBatchAsync(
                        collection.name(),
                        List.of(
                                collection.near(1, 0).build(),
                                collection.near(1, 2, 3).build())));

        assertThat(refusal).isEqualTo(Refusal.invalid("Wrong input: Vector dimension error: expected dim: 2, got 3"));
    }

    private static List<BatchResult> batch(QueryPoints... queries) {
        return answer(qdrant.client().queryBatchAsync(collection.name(), List.of(queries)));
    }
}
