package io.millrace.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    private static final URI OWN = URI.create("https://api.example.com");

    @Test
    void isTheProvidersOwnUnlessAnotherIsConfigured() {
        assertThat(ServerAddress.of(settings(null), OWN).uri()).isEqualTo(OWN);
        assertThat(ServerAddress.of(settings("http://here:9"), OWN).uri()).isEqualTo(URI.create("http://here:9"));
    }

    @Test
    void isMissedWhereTheProviderHasNone() {
        assertThatThrownBy(() -> ServerAddress.of(settings(null), null))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "rerank.base-url is missing: set it to where the server of provider 'tei' is reached, such as"
                                + " http://localhost:8080");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://here", "localhost:8080", "http:/here", "/rerank", "http://user:hush@here"})
    void isRefusedWhenItIsNoAddressOfAServer(String given) {
        assertThatThrownBy(() -> ServerAddress.of(settings(given), OWN))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith(
                        "rerank.base-url must be an http or https address with a host and no user, such as"
                                + " https://api.example.com, got '")
                .hasMessageNotContaining("hush");
    }

    @ParameterizedTest
    @CsvSource({
        "http://here:9,             http://here:9/rerank",
        "http://here:9/,            http://here:9/rerank",
        "http://here/a/b//,         http://here/a/b/rerank",
        "http://here/a?version=1,   http://here/a/rerank?version=1"
    })
    void leadsToAPathUnderIt(String base, String whole) {
        assertThat(ServerAddress.of(settings(base), null).at("/rerank")).isEqualTo(URI.create(whole));
    }

    @Test
    void leadsToAPathThatHasAQueryOfItsOwn() {
        assertThat(ServerAddress.of(settings("http://here?version=1"), null).at("/chat?alt=sse"))
                .isEqualTo(URI.create("http://here/chat?alt=sse&version=1"));
        assertThat(ServerAddress.of(settings("http://here"), null).at("/chat?alt=sse"))
                .isEqualTo(URI.create("http://here/chat?alt=sse"));
    }

    @Test
    void showsNoQuery() {
        assertThat(ServerAddress.of(settings("http://here/a?key=hush"), null)).hasToString("http://here/a");
    }

    @Test
    void knowsHostsByNameAndByTheirEnd() {
        ServerAddress address = ServerAddress.of(settings("https://EU.api.example.com/v1"), null);

        assertThat(address.isAmong(List.of(".api.example.com"))).isTrue();
        assertThat(address.isAmong(List.of("eu.api.example.com"))).isTrue();
        assertThat(address.isAmong(List.of("api.example.com"))).isFalse();
    }

    private static ModelSettings settings(@Nullable String baseUrl) {
        return new ModelSettings(
                "rerank",
                "tei",
                null,
                baseUrl == null ? null : URI.create(baseUrl),
                null,
                null,
                Duration.ofSeconds(2),
                null,
                null,
                1024,
                null,
                "",
                "",
                Map.of());
    }
}
