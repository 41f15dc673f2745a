package io.millrace.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
    @Test
    void secretsAreNotPrinted() {
        var settings = new KafkaSettings(
                "localhost:9092",
                Map.of(
                        "security.protocol", "SASL_SSL",
                        "sasl.jaas.config", "hush",
                        "ssl.truststore.password", "hush"));

        assertThat(settings)
                .hasToString("KafkaSettings[bootstrapServers=localhost:9092, properties={sasl.jaas.config=***,"
                        + " security.protocol=SASL_SSL, ssl.truststore.password=***}]");
    }

    @Test
    void propertiesAreSecretByTheirNames() {
        assertThat(List.of(
                        "ssl.key.password",
                        "ssl.keystore.key",
                        "sasl.jaas.config",
                        "sasl.oauthbearer.client.credentials.client.secret",
                        "basic.auth.user.info",
                        "x.TOKEN"))
                .allMatch(KafkaSettings::isSecret);
        assertThat(List.of("security.protocol", "ssl.keystore.location", "client.rack", "linger.ms"))
                .noneMatch(KafkaSettings::isSecret);
    }

    @Test
    void clientsGetEveryProperty() {
        var settings = new KafkaSettings("localhost:9092", Map.of("client.rack", "a"));

        assertThat(settings.toProperties())
                .isEqualTo(Map.of("bootstrap.servers", "localhost:9092", "client.rack", "a"));
    }
}
