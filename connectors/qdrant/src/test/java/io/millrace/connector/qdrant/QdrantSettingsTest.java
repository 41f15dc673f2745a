package io.millrace.connector.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.failure.FatalException;
import io.millrace.model.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QdrantSettingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:6334",
                "https://q.example.org:6334",
                "HTTP://10.0.0.1:1",
                "http://[::1]:65535",
                "http://localhost:6334/"
            })
    void takesAnAddressWithAPort(String url) {
        assertThat(settings(url).url()).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:6334",
                "http://localhost",
                "https://localhost",
                "grpc://localhost:6334",
                "http://localhost:0",
                "http://localhost:70000",
                "http://:6334",
                "http://localhost:6334/path",
                "http://localhost:6334?a=b",
                "localhost",
                ""
            })
    void refusesAnyOtherAddress(String url) {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> settings(url))
                .withMessage("qdrant.url must be http://HOST:PORT, or https://HOST:PORT for TLS, with Qdrant's gRPC"
                        + " port (usually 6334), got '" + url + "'");
    }

    @Test
    void refusesAPasswordInTheAddressWithoutShowingIt() {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> settings("http://user:hush@localhost:6334"))
                .withMessage("qdrant.url must hold no user or password; a key belongs in qdrant.api-key");
    }

    @Test
    void usesTlsForHttpsOnly() {
        assertThat(settings("https://localhost:6334").tls()).isTrue();
        assertThat(settings("http://localhost:6334").tls()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"key\n", " key", "kéy"})
    void refusesAKeyThatCannotBeSentWithoutShowingIt(String key) {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() ->
                        new QdrantSettings(URI.create("http://localhost:6334"), new Secret(key), Duration.ofSeconds(1)))
                .withMessage("qdrant.api-key must be printable ASCII without white space; is a line break at its end?");
    }

    @Test
    void refusesATimeoutThatIsNotPositive() {
        assertThatExceptionOfType(FatalException.class)
                .isThrownBy(() -> new QdrantSettings(URI.create("http://localhost:6334"), null, Duration.ZERO))
                .withMessage("qdrant.timeout must be positive, got PT0S");
    }

    @Test
    void doesNotShowTheKey() {
        QdrantSettings settings =
                new QdrantSettings(URI.create("http://localhost:6334"), new Secret("hush"), Duration.ofSeconds(1));

        assertThat(settings).asString().doesNotContain("hush");
    }

    @Test
    void travelsToTheWorkers() throws Exception {
        QdrantSettings settings =
                new QdrantSettings(URI.create("https://q.example.org:6334"), new Secret("key"), Duration.ofSeconds(1));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(settings);
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(settings);
        }
    }

    private static QdrantSettings settings(String url) {
        return new QdrantSettings(URI.create(url), null, Duration.ofSeconds(1));
    }
}
