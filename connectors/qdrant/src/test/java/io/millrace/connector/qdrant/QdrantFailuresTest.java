package io.millrace.connector.qdrant;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.grpc.Metadata;
import io.grpc.Status;
import io.millrace.embed.Vector;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import io.millrace.failure.RejectedException;
import io.millrace.failure.TransientException;
import io.millrace.index.Chunks;
import io.millrace.model.Secret;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.Filter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each failure through a real call, so that what gRPC makes of it is tested too. */
final class QdrantFailuresTest {
    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"INTERNAL", "ABORTED", "CANCELLED", "FAILED_PRECONDITION", "UNKNOWN"})
    void takesAFailureOfTheServersAsPassing(Status.Code code) throws IOException {
        Failed failed = search(code.toStatus().withDescription("Service internal error: disk"), new Metadata());

        assertThat(failed.exception).isInstanceOf(TransientException.class);
        assertThat(failed.exception.code()).isEqualTo("store-failed");
        assertThat(failed.exception)
                .hasMessage("Qdrant at " + failed.url + " could not search collection 'docs': " + code
                        + ": Service internal error: disk");
    }

    @Test
    void takesAnUnavailableShardAsPassing() throws IOException {
        Failed failed = search(
                Status.UNAVAILABLE.withDescription("Shard temporarily unavailable: replica is dead"), new Metadata());

        assertThat(failed.exception).isInstanceOf(TransientException.class);
        assertThat(failed.exception)
                .hasMessage("Qdrant at " + failed.url
                        + " (qdrant.url) is unavailable: Shard temporarily unavailable: replica is dead");
    }

    @Test
    void saysThatTheServerCannotBeReached() throws IOException {
        int port = freePort();

        ClassifiedException failure =
                failure(settings("http://127.0.0.1:" + port, null, Duration.ofSeconds(30)), QdrantVectorStore::count);

        assertThat(failure).isInstanceOf(TransientException.class);
        assertThat(failure.code()).isEqualTo("store-unreachable");
        assertThat(failure)
                .hasMessage(
                        "Qdrant can't be reached at http://127.0.0.1:" + port + " (qdrant.url): connection refused");
    }

    @Test
    void saysThatAHostIsUnknown() {
        ClassifiedException failure = failure(
                settings("http://nowhere.invalid:6334", null, Duration.ofSeconds(30)), QdrantVectorStore::count);

        assertThat(failure).isInstanceOf(TransientException.class);
        assertThat(failure)
                .hasMessage("Qdrant can't be reached at http://nowhere.invalid:6334 (qdrant.url): unknown host");
    }

    @Test
    void pointsOutThePortOfTheRestInterface() {
        ClassifiedException failure = failure(
                settings("http://nowhere.invalid:6333", null, Duration.ofSeconds(30)), QdrantVectorStore::count);

        assertThat(failure)
                .hasMessage("Qdrant can't be reached at http://nowhere.invalid:6333 (qdrant.url): unknown host;"
                        + " 6333 is usually Qdrant's REST port, and gRPC's, which is needed here, is 6334");
    }

    @Test
    void saysThatThePortDoesNotSpeakTls() throws IOException {
        try (FakeQdrant server = FakeQdrant.silent()) {
            String url = server.url().replace("http:", "https:");

            ClassifiedException failure =
                    failure(settings(url, null, Duration.ofSeconds(30)), QdrantVectorStore::count);

            assertThat(failure).isInstanceOf(TransientException.class);
            assertThat(failure)
                    .hasMessage("Qdrant can't be reached at " + url
                            + " (qdrant.url): what listens there doesn't speak TLS, which https asks for");
        }
    }

    @Test
    void saysThatThePortDoesNotSpeakGrpc() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();

            ClassifiedException failure =
                    failure(settings(url, null, Duration.ofSeconds(30)), QdrantVectorStore::count);

            assertThat(failure).isInstanceOf(TransientException.class);
            assertThat(failure)
                    .hasMessage("Qdrant can't be reached at " + url
                            + " (qdrant.url): what listens there doesn't speak gRPC");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void endsACallThatIsNotAnswered() throws IOException {
        try (FakeQdrant server = FakeQdrant.silent()) {
            ClassifiedException failure =
                    failure(settings(server.url(), null, Duration.ofMillis(300)), QdrantVectorStore::count);

            assertThat(failure).isInstanceOf(TransientException.class);
            assertThat(failure.code()).isEqualTo("timeout");
            assertThat(failure)
                    .hasMessage("Qdrant at " + server.url()
                            + " (qdrant.url) did not read collection 'docs' within 300 ms (qdrant.timeout)");
        }
    }

    @Test
    void waitsAsLongAsARateLimitSays() throws IOException {
        String said = "Rate limiting exceeded: Write rate limit exceeded: Operation requires 2 tokens but only 1 were"
                + " available. Retry after 7s";

        Failed failed = write(Status.RESOURCE_EXHAUSTED.withDescription(said), retryAfter("7"));

        assertThat(failed.exception).isInstanceOf(TransientException.class);
        assertThat(failed.exception.code()).isEqualTo("rate-limited");
        assertThat(failed.exception.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(failed.exception)
                .hasMessage("Qdrant at " + failed.url + " could not write to collection 'docs': RESOURCE_EXHAUSTED: "
                        + said);
    }

    @Test
    void takesAnUnreadableRetryAfterAsNone() throws IOException {
        Failed failed = write(Status.RESOURCE_EXHAUSTED.withDescription("slow down"), retryAfter("soon"));

        assertThat(failed.exception).isInstanceOf(TransientException.class);
        assertThat(failed.exception.retryAfter()).isNull();
    }

    @Test
    void failsOnARateLimitSmallerThanOneRequest() throws IOException {
        String said = "Rate limiting exceeded: Write rate limit exceeded, request larger than rate limiter capacity";

        Failed failed = write(Status.RESOURCE_EXHAUSTED.withDescription(said), new Metadata());

        assertThat(failed.exception).isInstanceOf(FatalException.class);
        assertThat(failed.exception)
                .hasMessage("Qdrant at " + failed.url + " could not write to collection 'docs': RESOURCE_EXHAUSTED: "
                        + said + ". The limit is smaller than one request: raise the collection's strict mode rate"
                        + " limit");
    }

    @Test
    void rejectsAMessageThatIsTooLarge() throws IOException {
        String said = "gRPC message exceeds maximum size 268435456: 300000000";

        Failed failed = search(Status.RESOURCE_EXHAUSTED.withDescription(said), new Metadata());

        assertThat(failed.exception).isInstanceOf(RejectedException.class);
        assertThat(failed.exception)
                .hasMessage("Qdrant at " + failed.url + " could not search collection 'docs': RESOURCE_EXHAUSTED: "
                        + said + ". Ask for fewer results at once, or write smaller chunks");
    }

    @Test
    void failsWithoutAKeyWhereOneIsNeeded() throws IOException {
        Failed failed = search(
                Status.UNAUTHENTICATED.withDescription("Must provide an API key or an Authorization bearer token"),
                new Metadata());

        assertThat(failed.exception).isInstanceOf(FatalException.class);
        assertThat(failed.exception)
                .hasMessage("Qdrant at " + failed.url + " asks for an API key, and qdrant.api-key isn't set:"
                        + " Must provide an API key or an Authorization bearer token");
    }

    @Test
    void failsOnAWrongKeyWithoutShowingIt() throws IOException {
        Status status = Status.UNAUTHENTICATED.withDescription("Invalid API key or JWT");
        try (FakeQdrant server = FakeQdrant.refusing(status, new Metadata())) {
            QdrantSettings settings = settings(server.url(), new Secret("hush"), Duration.ofSeconds(30));

            ClassifiedException failure = failure(settings, QdrantVectorStore::count);

            assertThat(server.apiKeys()).containsExactly("hush");
            assertThat(failure).isInstanceOf(FatalException.class);
            assertThat(failure)
                    .hasMessage("Qdrant at " + server.url()
                            + " refuses the API key (qdrant.api-key): Invalid API key or JWT");
        }
    }

    @Test
    void failsOnAKeyThatMayNotWrite() throws IOException {
        Failed failed = write(
                Status.PERMISSION_DENIED.withDescription("Forbidden: Global write access is required"), new Metadata());

        assertThat(failed.exception).isInstanceOf(FatalException.class);
        assertThat(failed.exception)
                .hasMessage("Qdrant at " + failed.url + " doesn't let this API key (qdrant.api-key) write to collection"
                        + " 'docs': Forbidden: Global write access is required");
    }

    @Test
    void failsOnACollectionThatIsNotThere() throws IOException {
        Failed failed =
                search(Status.NOT_FOUND.withDescription("Not found: Collection `docs` doesn't exist!"), new Metadata());

        assertThat(failed.exception).isInstanceOf(FatalException.class);
        assertThat(failed.exception)
                .hasMessage("Collection 'docs' (qdrant.collection) doesn't exist in Qdrant at " + failed.url
                        + "; an ingest job creates it");
    }

    @Test
    void failsOnAVectorOfAnotherDimension() throws IOException {
        Failed failed = write(
                Status.INVALID_ARGUMENT.withDescription(
                        "Wrong input: Vector dimension error: expected dim: 4, got 3 for vector 'dense'"),
                new Metadata());

        assertThat(failed.exception).isInstanceOf(FatalException.class);
        assertThat(failed.exception)
                .hasMessage("Collection 'docs' (qdrant.collection) takes vectors of 4 dimensions, got 3: use the"
                        + " embedding model that it was made with, and its size (embedding.dimension)");
    }

    @Test
    void rejectsAnInputThatQdrantCannotTake() throws IOException {
        Failed failed = write(Status.INVALID_ARGUMENT.withDescription("Unable to parse UUID: x"), new Metadata());

        assertThat(failed.exception).isInstanceOf(RejectedException.class);
        assertThat(failed.exception)
                .hasMessage("Qdrant at " + failed.url
                        + " could not write to collection 'docs': INVALID_ARGUMENT: Unable to parse UUID: x");
    }

    @Test
    void failsOnALimitThatStrictModeSetsForWrites() throws IOException {
        String said = "Bad request: Limit exceeded 500 > 4 for \"upsert limit\". Help: Reduce the upsert batch size";

        assertThat(write(Status.INVALID_ARGUMENT.withDescription(said), new Metadata()).exception)
                .isInstanceOf(FatalException.class);
        assertThat(search(Status.INVALID_ARGUMENT.withDescription(said), new Metadata()).exception)
                .isInstanceOf(RejectedException.class);
    }

    @Test
    void failsOnAServerThatDoesNotKnowTheMethod() throws IOException {
        Failed failed = search(Status.UNIMPLEMENTED.withDescription("no such method"), new Metadata());

        assertThat(failed.exception).isInstanceOf(FatalException.class);
        assertThat(failed.exception)
                .hasMessage("Qdrant at " + failed.url + " could not search collection 'docs': UNIMPLEMENTED:"
                        + " no such method. Qdrant 1.16 or newer is needed, at its gRPC port (qdrant.url)");
    }

    private record Failed(String url, ClassifiedException exception) {}

    private static Failed search(Status status, Metadata trailers) throws IOException {
        return call(
                status,
                trailers,
                store -> store.search(new ChunkQuery(new Vector(new float[] {1}), Filter.ALL, 1, null)));
    }

    private static Failed write(Status status, Metadata trailers) throws IOException {
        return call(status, trailers, store -> store.apply(List.of(Chunks.put(Chunks.chunk("d", "text"), 1))));
    }

    private static Failed call(Status status, Metadata trailers, Function<QdrantVectorStore, CompletableFuture<?>> call)
            throws IOException {
        try (FakeQdrant server = FakeQdrant.refusing(status, trailers)) {
            return new Failed(server.url(), failure(server.settings(), call));
        }
    }

    private static ClassifiedException failure(
            QdrantSettings settings, Function<QdrantVectorStore, CompletableFuture<?>> call) {
        try (QdrantVectorStore store = QdrantVectorStore.open(settings, "docs")) {
            Throwable failure = call.apply(store)
                    .orTimeout(60, TimeUnit.SECONDS)
                    .handle((value, thrown) -> thrown)
                    .join();
            return ClassifiedException.of(failure);
        }
    }

    private static QdrantSettings settings(String url, @Nullable Secret apiKey, Duration timeout) {
        return new QdrantSettings(URI.create(url), apiKey, timeout);
    }

    private static Metadata retryAfter(String value) {
        Metadata trailers = new Metadata();
        trailers.put(Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER), value);
        return trailers;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
