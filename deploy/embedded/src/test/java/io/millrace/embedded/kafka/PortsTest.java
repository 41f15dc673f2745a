package io.millrace.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void areTwoWhenAnyWillDo() {
        Ports ports = Ports.free(0);

        assertThat(ports.clients()).isPositive().isNotEqualTo(ports.controller());
        assertThat(ports.controller()).isPositive();
    }

    @Test
    void refusesANumberThatIsNoPort() {
        assertThatThrownBy(() -> Ports.free(65536))
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessage("Kafka's port must be 0 (any free one) to 65535, got 65536");
    }
}
