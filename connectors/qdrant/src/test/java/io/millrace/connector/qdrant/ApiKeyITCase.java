package io.millrace.connector.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.embed.Distance;
import io.millrace.embed.VectorSpace;
import io.millrace.embedded.qdrant.EmbeddedQdrant;
import io.millrace.failure.FatalException;
import io.millrace.index.CollectionSpec;
import io.millrace.model.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApiKeyITCase {
    private static final CollectionSpec SPEC =
            new CollectionSpec("docs", new VectorSpace("test", "unit", 4, Distance.COSINE, "", ""), Map.of());

    @TempDir
    Path data;

    private EmbeddedQdrant server;

    @BeforeEach
    void startAServerThatAsksForAKey() {
        server = EmbeddedQdrant.start(data, 0, "right");
    }

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    @Test
    void sendsTheKey() {
        try (QdrantVectorStore store = open("right")) {
            store.ensureCollection(SPEC);

            assertThat(store.count().orTimeout(60, TimeUnit.SECONDS).join()).isZero();
        }
    }

    @Test
    void failsWithAWrongKey() {
        try (QdrantVectorStore store = open("wrong")) {
            assertThatExceptionOfType(FatalException.class)
                    .isThrownBy(() -> store.ensureCollection(SPEC))
                    .withMessage("Qdrant at " + server.url()
                            + " refuses the API key (qdrant.api-key): Invalid API key or JWT");
        }
    }

    @Test
    void failsWithoutAKey() {
        try (QdrantVectorStore store = open(null)) {
            assertThatExceptionOfType(FatalException.class)
                    .isThrownBy(() -> store.ensureCollection(SPEC))
                    .withMessage("Qdrant at " + server.url() + " asks for an API key, and qdrant.api-key isn't set:"
                            + " Must provide an API key or an Authorization bearer token");
        }
    }

    private QdrantVectorStore open(@Nullable String key) {
        Secret secret = key == null ? null : new Secret(key);
        return QdrantVectorStore.open(
                new QdrantSettings(URI.create(server.url()), secret, Duration.ofSeconds(30)), "docs");
    }
}
