package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.refusal;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.VectorInputFactory.vectorInput;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.qdrant.client.QueryFactory;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Points.ContextInput;
import io.qdrant.client.grpc.Points.DiscoverInput;
import io.qdrant.client.grpc.Points.Document;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.RelevanceFeedbackInput;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The embedded store says which kind of query it lacks, rather than answering another one. */
class UnbuiltQueriesITCase {

    @RegisterExtension
    static final QdrantServer qdrant = new QdrantServer();

    private static TestCollection collection;

    @BeforeAll
    static void fill() {
        qdrant.assumeEmbedded("a real server has these queries");
        collection = qdrant.collection(2, Distance.Dot);
        collection.upsert(point(1, payload("n", 1), 1, 2), point(2, payload("n", 2), 2, 2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("queries")
    void areUnimplementedByName(String kind, QueryPoints.Builder query) {
        query.setCollectionName(collection.name());

        Refusal refusal = refusal(qdrant.client().queryAsync(query.build()));

        assertThat(refusal.code()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(refusal.message().toLowerCase(Locale.ROOT)).contains(kind);
    }

    static Stream<Arguments> queries() {
        return Stream.of(
                query(
                        "discover",
                        QueryFactory.discover(DiscoverInput.newBuilder()
                                .setTarget(vectorInput(id(1)))
                                .build())),
                query("context", QueryFactory.context(ContextInput.getDefaultInstance())),
                query("feedback", QueryFactory.relevanceFeedback(RelevanceFeedbackInput.getDefaultInstance())),
                query(
                        "document",
                        QueryFactory.nearest(Document.newBuilder()
                                .setText("x")
                                .setModel("bm25")
                                .build())));
    }

    private static Arguments query(String kind, Query query) {
        return Arguments.of(kind, QueryPoints.newBuilder().setQuery(query));
    }
}
