package io.millrace.connector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.failure.FatalException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaPreparationITCase {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    static Path data;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startKafka() {
        kafka = EmbeddedKafka.start(
                data,
                0,
                Map.of(
                        "authorizer.class.name",
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "allow.everyone.if.no.acl.found",
                        "true"));
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @Test
    void createsTheTopicsThatAreMissing() throws Exception {
        kafka.createTopics(1, "there");
        Map<String, String> topics = Map.of("kafka.documents-topic", "there", "kafka.answers-topic", "missing");

        KafkaTopics.prepare(settings(), topics, true, 3, null, TIMEOUT);
        KafkaTopics.prepare(settings(), topics, false, 3, null, TIMEOUT);

        try (Admin admin = admin()) {
            Map<String, TopicDescription> found = admin.describeTopics(List.of("there", "missing"))
                    .allTopicNames()
                    .get();
            assertThat(found.values())
                    .extracting(
                            TopicDescription::name, topic -> topic.partitions().size())
                    .containsExactlyInAnyOrder(tuple("there", 1), tuple("missing", 3));
        }
    }

    @Test
    void namesTheTopicsThatAreMissingWhenItMayNotCreateThem() {
        Map<String, String> topics = Map.of("kafka.requests-topic", "no-requests", "kafka.answers-topic", "no-answers");

        assertThatThrownBy(() -> KafkaTopics.prepare(settings(), topics, false, 1, null, TIMEOUT))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "Kafka at %s has no topic 'no-answers' (kafka.answers-topic), no topic 'no-requests'"
                                + " (kafka.requests-topic), and kafka.create-topics is false: create what is missing,"
                                + " or set it to true",
                        kafka.bootstrapServers());
    }

    @Test
    void saysWhichSettingKafkaDoesNotAccept() {
        Map<String, String> topics = Map.of("kafka.answers-topic", "replicated");

        assertThatThrownBy(() -> KafkaTopics.prepare(settings(), topics, true, 1, 3, TIMEOUT))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "Kafka at %s refused creating topic 'replicated' (kafka.replication-factor): Unable to replicate"
                                + " the partition 3 time(s): The target replication factor of 3 cannot be reached"
                                + " because only 1 broker(s) are registered.",
                        kafka.bootstrapServers());
    }

    @Test
    void saysWhatTheLoginIsNotAllowed() throws Exception {
        kafka.createTopics(1, "forbidden");
        var topic = new ResourcePattern(ResourceType.TOPIC, "forbidden", PatternType.LITERAL);
        var deny = new AccessControlEntry("User:ANONYMOUS", "*", AclOperation.ALL, AclPermissionType.DENY);
        try (Admin admin = admin()) {
            admin.createAcls(List.of(new AclBinding(topic, deny))).all().get();
        }

        assertThatThrownBy(() -> KafkaTopics.prepare(
                        settings(), Map.of("kafka.answers-topic", "forbidden"), true, 1, null, TIMEOUT))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "Kafka at %s doesn't allow describing topic 'forbidden' (kafka.answers-topic) with the login of"
                                + " kafka.properties: Topic authorization failed.",
                        kafka.bootstrapServers());
    }

    @Test
    void saysWhereAClusterWasExpectedThatCannotBeReached() throws IOException {
        String nobody = "127.0.0.1:" + freePort();

        assertThatThrownBy(() -> prepare(nobody, Map.of()))
                .isInstanceOf(FatalException.class)
                .hasMessage("Kafka at %s (kafka.bootstrap-servers) can't be reached within 2 s", nobody);
    }

    @Test
    void saysThatAnAddressOrAPropertyIsWrong() {
        assertThatThrownBy(() -> prepare("no-such-host.invalid:9092", Map.of()))
                .isInstanceOf(FatalException.class)
                .hasMessage("A client for Kafka at no-such-host.invalid:9092 can't be made (kafka.bootstrap-servers,"
                        + " kafka.properties): No resolvable bootstrap urls given in bootstrap.servers");
        assertThatThrownBy(() -> prepare("localhost:9092", Map.of("security.protocol", "TELEPATHY")))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("A client for Kafka at localhost:9092 can't be made (kafka.bootstrap-servers,"
                        + " kafka.properties): Invalid value TELEPATHY for configuration security.protocol");
    }

    private static void prepare(String servers, Map<String, String> properties) {
        KafkaTopics.prepare(
                new KafkaSettings(servers, properties),
                Map.of("kafka.answers-topic", "answers"),
                true,
                1,
                null,
                Duration.ofSeconds(2));
    }

    private static KafkaSettings settings() {
        return new KafkaSettings(kafka.bootstrapServers(), Map.of());
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", (Object) kafka.bootstrapServers()));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
