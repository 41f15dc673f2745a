package io.millrace.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaITCase {
    @TempDir
    static Path data;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(data, 0);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void givesAConsumerWhatWasProduced() {
        kafka.createTopics(1, "plain");

        Records.produce(kafka.bootstrapServers(), "plain", "a", "b");

        assertThat(Records.consume(kafka.bootstrapServers(), "plain", "reader", 2))
                .containsExactly("a", "b");
    }

    @Test
    void showsATransactionToCommittedReadersOnlyOnceItIsCommitted() throws Exception {
        kafka.createTopics(1, "transactional");

        try (var producer = Records.producer(
                kafka.bootstrapServers(), Map.of("transactional.id", "writer", "transaction.timeout.ms", 900_000))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("transactional", "a")).get();
            assertThat(Records.committed(kafka.bootstrapServers(), "transactional"))
                    .isEmpty();

            producer.commitTransaction();
            assertThat(Records.consume(kafka.bootstrapServers(), "transactional", "reader", 1))
                    .containsExactly("a");
        }
    }

    @Test
    void carriesADocumentOfFiftyMillionBytes() {
        kafka.createTopics(1, "large");
        String document = "x".repeat(50_000_000);

        Records.produce(kafka.bootstrapServers(), "large", document);

        assertThat(Records.consume(kafka.bootstrapServers(), "large", "reader", 1))
                .singleElement()
                .extracting(String::length)
                .isEqualTo(50_000_000);
    }

    @Test
    void createsTheTopicsThatAreMissingAndLeavesTheOthersAsTheyAre() throws Exception {
        kafka.createTopics(2, "old");

        kafka.createTopics(3, "old", "new", "new");

        try (var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            var topics =
                    admin.describeTopics(List.of("old", "new")).allTopicNames().get();
            assertThat(topics.values())
                    .extracting(topic -> topic.name() + " " + topic.partitions().size())
                    .containsExactlyInAnyOrder("old 2", "new 3");
        }
    }

    @Test
    void refusesATopicNameThatKafkaRefuses() {
        assertThatThrownBy(() -> kafka.createTopics(1, "two words"))
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessage(
                        "Can't create the topic 'two words' (Topic name is invalid: 'two words' contains one or more"
                                + " characters other than ASCII alphanumerics, '.', '_' and '-')");
    }

    @Test
    void refusesATopicWithoutPartitions() {
        assertThatThrownBy(() -> kafka.createTopics(0, "none"))
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessage("A topic needs at least 1 partition, got 0");
    }

    @Test
    void refusesItsDirectoryToASecondBroker() {
        assertThatThrownBy(() -> EmbeddedKafka.start(data, 0))
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessage(
                        "Kafka's data directory %s is in use by another embedded Kafka. Stop that one, or give this one another directory.",
                        data);
    }

    @Test
    void refusesItsPortToASecondBroker(@TempDir Path other) {
        assertThatThrownBy(() -> EmbeddedKafka.start(other, kafka.port()))
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessage(
                        "Port %d of 127.0.0.1 can't be taken for Kafka (Address already in use). Stop what listens there, or give another port; 0 takes a free one.",
                        kafka.port());
    }

    @Test
    void runsBesideAnotherBrokerWithSettingsOfItsOwn(@TempDir Path folder) {
        Path other = folder.resolve("a name with spaces");

        try (var second = EmbeddedKafka.start(other, 0, Map.of("message.max.bytes", "1000"))) {
            second.createTopics(1, "small");

            assertThatThrownBy(() -> Records.produce(second.bootstrapServers(), "small", "x".repeat(2000)))
                    .cause()
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(RecordTooLargeException.class);
        }
    }

    @Test
    void saysWhichSettingKafkaRefuses(@TempDir Path other) {
        assertThatThrownBy(() -> EmbeddedKafka.start(other, 0, Map.of("message.max.bytes", "many")))
                .isInstanceOf(EmbeddedKafkaException.class)
                .hasMessage(
                        "Kafka didn't start: Invalid value many for configuration message.max.bytes: Not a number of type INT");
    }
}
