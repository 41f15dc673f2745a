package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Filters.must;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.ids;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.qdrant.client.ConditionFactory.match;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.UpdateResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many calls in flight at once, as a sink has them. */
class ConcurrencyITCase {

    private static final int CALLS = 40;
    private static final int BATCH = 25;

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private TestCollection collection;

    @BeforeEach
    void makeCollection() {
        collection = qdrant.collection(2, Distance.Euclid);
    }

    @Test
    void losesNoUpsert() {
        List<UpdateResult> results =
                all(call -> qdrant.client().upsertAsync(collection.name(), batch((long) call * BATCH, call)));

        assertThat(results).hasSize(CALLS);
        assertThat(collection.ids())
                .isEqualTo(LongStream.range(0, (long) CALLS * BATCH).boxed().toList());
    }

    @Test
    void readsItsOwnWrite() {
        all(call -> Futures.transformAsync(
                qdrant.client().upsertAsync(collection.name(), batch((long) call * BATCH, call)),
                written -> Futures.transform(
                        qdrant.client().countAsync(collection.name(), must(match("call", call)), true),
                        count -> {
                            assertThat(count).isEqualTo(BATCH);
                            return count;
                        },
                        Runnable::run),
                Runnable::run));
    }

    @Test
    void neverShowsAPointTwiceOrHalfWritten() {
        answer(qdrant.client().upsertAsync(collection.name(), batch(0, -1)));

        List<List<RetrievedPoint>> reads = all(call -> {
            // Every call rewrites the same points, with one number in all of its payloads and vectors.
            var write = qdrant.client().upsertAsync(collection.name(), batch(0, call));
            return Futures.transformAsync(
                    write,
                    written -> qdrant.client()
                            .retrieveAsync(
                                    collection.name(),
                                    ids(LongStream.range(0, BATCH).toArray()),
                                    true,
                                    true,
                                    null),
                    Runnable::run);
        });

        for (List<RetrievedPoint> read : reads) {
            assertThat(read)
                    .hasSize(BATCH)
                    .allSatisfy(point -> assertThat(TestPoints.vectorOf(point).get(1))
                            .isEqualTo((float) point.getPayloadOrThrow("call").getIntegerValue()));
        }
        assertThat(collection.info().getPointsCount()).isEqualTo(BATCH);
    }

    private static <T> List<T> all(Calling<T> calling) {
        var calls = new ArrayList<ListenableFuture<T>>();
        for (int call = 0; call < CALLS; call++) {
            calls.add(calling.call(call));
        }
        return answer(Futures.allAsList(calls));
    }

    private static List<PointStruct> batch(long first, int call) {
        return LongStream.range(first, first + BATCH)
                .mapToObj(id -> point(id, payload("call", call), (float) id, call))
                .toList();
    }

    /** Starts the call of this number. */
    private interface Calling<T> {
        ListenableFuture<T> call(int number);
    }
}
