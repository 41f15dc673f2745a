package io.millrace.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {
    private static final Path LOGS = Path.of("logs");

    @Test
    void advertiseThePortThatTheNodeIsGivenNow() {
        assertThat(BrokerSettings.of(LOGS, new Ports(9092, 9093), Map.of()))
                .containsEntry("listeners", "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093")
                .containsEntry("advertised.listeners", "PLAINTEXT://127.0.0.1:9092")
                .containsEntry("controller.quorum.voters", "1@127.0.0.1:9093");
    }

    @Test
    void takeWhatIsGivenBeforeWhatSuitsALaptop() {
        var given = Map.of("message.max.bytes", "5");

        assertThat(BrokerSettings.of(LOGS, new Ports(1, 2), given)).containsEntry("message.max.bytes", "5");
        assertThat(BrokerSettings.of(LOGS, new Ports(1, 2), Map.of())).containsEntry("message.max.bytes", "67108864");
    }

    @Test
    void mayBeAnythingButWhatMakesTheNode() {
        assertThatCode(() -> BrokerSettings.requireSettable(Map.of("log.retention.hours", "1")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> BrokerSettings.requireSettable(Map.of("node.id", "2")))
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessage("The embedded Kafka sets 'node.id' itself. It also sets [advertised.listeners,"
                        + " controller.listener.names, controller.quorum.voters, inter.broker.listener.name,"
                        + " listener.security.protocol.map, listeners, log.dirs, metadata.log.dir, node.id,"
                        + " process.roles]; any other broker setting may be given.");
    }
}
