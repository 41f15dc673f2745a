package io.millrace.embedded.qdrant;

import static io.millrace.embedded.qdrant.Calls.answer;
import static io.millrace.embedded.qdrant.Payloads.payload;
import static io.millrace.embedded.qdrant.TestPoints.point;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qdrant.client.grpc.Collections.Distance;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryITCase {

    @TempDir
    Path data;

    @BeforeAll
    static void needTheEmbeddedStore() {
        Assumptions.assumeTrue(RunningServer.externalUrl() == null, "a real server has its own directory");
    }

    @Test
    void isRefusedWhileAStoreInThisProcessHasIt() {
        try (var store = EmbeddedQdrant.start(data, 0, null);
                var connection = Connection.to(store.url(), null)) {
            assertThatThrownBy(() -> EmbeddedQdrant.start(data, 0, null).close())
                    .hasMessageContaining(data.toString());
            assertThat(answer(connection.client().listCollectionsAsync())).isEmpty();
        }
    }

    @Test
    void isRefusedWhileAnotherProcessHasIt() throws Exception {
        try (var store = StoreProcess.start(data);
                var connection = Connection.to(store.url(), null)) {
            var points = new TestCollection(connection.client(), "points");
            answer(connection.client().createCollectionAsync("points", QdrantServer.params(2, Distance.Dot)));

            assertThatThrownBy(() -> EmbeddedQdrant.start(data, 0, null).close())
                    .hasMessageContaining(data.toString());

            points.upsert(point(1, payload("still", "served"), 1, 2));
            assertThat(points.ids()).containsExactly(1L);
        }
    }

    @Test
    void isFreeAgainWhenTheOtherProcessWasKilled() throws Exception {
        try (var store = StoreProcess.start(data)) {
            store.kill();
        }

        try (var store = EmbeddedQdrant.start(data, 0, null);
                var connection = Connection.to(store.url(), null)) {
            assertThat(answer(connection.client().listCollectionsAsync())).isEmpty();
        }
    }

    @Test
    void isMadeIfItIsMissing() {
        Path missing = data.resolve("a").resolve("b");

        try (var store = EmbeddedQdrant.start(missing, 0, null)) {
            assertThat(missing).isDirectory();
            assertThat(store.port()).isPositive();
            assertThat(store.url()).isEqualTo("http://127.0.0.1:" + store.port());
        }
    }

    @Test
    void isRefusedIfItIsAFile() throws IOException {
        Path file = Files.writeString(data.resolve("file"), "not a directory");

        assertThatThrownBy(() -> EmbeddedQdrant.start(file, 0, null).close()).hasMessageContaining(file.toString());
    }

    @Test
    void isLetGoWhenThePortIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedQdrant.start(data, taken.getLocalPort(), null)
                            .close())
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }

        try (var store = EmbeddedQdrant.start(data, 0, null)) {
            assertThat(store.port()).isPositive();
        }
    }
}
