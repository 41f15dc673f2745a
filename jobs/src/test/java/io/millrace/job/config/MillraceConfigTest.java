package io.millrace.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chunk.ChunkSizes;
import io.millrace.connector.kafka.Delivery;
import io.millrace.connector.kafka.KafkaSettings;
import io.millrace.embed.Distance;
import io.millrace.index.FieldType;
import io.millrace.job.config.bind.DataSize;
import io.millrace.model.ModelSettings;
import io.millrace.model.Secret;
import io.millrace.retrieve.SearchMode;
import io.millrace.sparse.Language;
import io.millrace.usage.Budget;
import io.millrace.usage.Price;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MillraceConfigTest {
    @Test
    void everyDefaultIsAsDocumented() {
        MillraceConfig config = Configurations.of("qdrant.collection=handbook");

        assertThat(config).isEqualTo(documentedDefaults());
    }

    @Test
    void everyKeyReachesItsSetting() {
        MillraceConfig config = MillraceConfig.parse(Configurations.EVERY_KEY, List.of(), Map.of());

        assertThat(config).isEqualTo(everyKey());
        assertThat(Configurations.keysOf(Configurations.EVERY_KEY)).isEqualTo(Configurations.allKeys());
    }

    @Test
    void everyKeyIsSetToSomethingElseThanItsDefault() {
        Map<String, Object> defaults = Configurations.valuesOf(documentedDefaults());
        Map<String, Object> values = Configurations.valuesOf(everyKey());

        assertThat(values.keySet()).isEqualTo(Configurations.allKeys());
        // It can't be true beside files.watch.
        assertThat(values.remove("files.prune")).isEqualTo(false);
        assertThat(MillraceConfig.parse(
                                "",
                                List.of(
                                        "documents.source=files",
                                        "files.path=/docs",
                                        "files.prune=true",
                                        "qdrant.collection=docs"),
                                Map.of())
                        .files()
                        .prune())
                .isTrue();
        values.forEach((key, value) -> assertThat(value).as(key).isNotEqualTo(defaults.get(key)));
    }

    @Test
    void survivesJavaSerialisation() throws IOException, ClassNotFoundException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(everyKey());
        }

        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(everyKey());
        }
    }

    @Test
    void sectionsOfModelsBecomeTheirSettings() {
        MillraceConfig config = everyKey();

        assertThat(config.embedding().toSettings())
                .isEqualTo(new ModelSettings(
                        "embedding",
                        "openai",
                        "text-embedding-3-small",
                        URI.create("https://models.example.com/v1"),
                        new Secret("sk-embedding"),
                        512,
                        Duration.ofSeconds(20),
                        8,
                        100,
                        1024,
                        null,
                        "passage: ",
                        "query: ",
                        Map.of("user", "millrace")));
        assertThat(config.chat().toSettings())
                .isEqualTo(new ModelSettings(
                        "chat",
                        "openai",
                        "gpt-4.1-mini",
                        URI.create("https://models.example.com/v1"),
                        new Secret("sk-chat"),
                        null,
                        Duration.ofSeconds(30),
                        null,
                        null,
                        500,
                        0.2,
                        "",
                        "",
                        Map.of("seed", "7")));
        assertThat(config.rerank().toSettings())
                .isEqualTo(new ModelSettings(
                        "rerank",
                        "jina",
                        "jina-reranker-v3",
                        URI.create("https://models.example.com"),
                        new Secret("sk-rerank"),
                        null,
                        Duration.ofMillis(800),
                        null,
                        null,
                        1024,
                        null,
                        "",
                        "",
                        Map.of("max-documents", "64")));
    }

    @Test
    void theKafkaSectionBecomesItsClientsSettings() {
        KafkaSettings settings = everyKey().kafka().requireSettings();

        assertThat(settings.bootstrapServers()).isEqualTo("broker-1:9092,broker-2:9092");
        assertThat(new TreeMap<>(settings.properties()))
                .isEqualTo(new TreeMap<>(Map.of(
                        "security.protocol", "SASL_SSL",
                        "ssl.keystore.password", "hush",
                        "max.request.size", "10000000")));
    }

    @Test
    void deadLettersGoToTheirDirectoryThenToTheTopicThenBesideTheFiles() {
        String files = "documents.source=files";
        String path = "files.path=/srv/docs/";
        String kafka = "kafka.bootstrap-servers=localhost:9092";
        String directory = "dead-letters.path=/srv/dead";
        String collection = "qdrant.collection=handbook";

        assertThat(Configurations.of(collection, files, path, kafka, directory).deadLettersDirectory())
                .isEqualTo("/srv/dead");
        assertThat(Configurations.of(collection, files, path, kafka).deadLettersDirectory())
                .isNull();
        assertThat(Configurations.of(collection, files, path).deadLettersDirectory())
                .isEqualTo("/srv/docs-dead-letters");
    }

    @Test
    void chunksAreAsLongAsTheModelTakesUpToALimit() {
        ChunkingConfig byDefault = documentedDefaults().chunking();

        assertThat(byDefault.sizes(206)).isEqualTo(new ChunkSizes(32, 206, 0));
        assertThat(byDefault.sizes(8191)).isEqualTo(new ChunkSizes(32, 256, 0));
        assertThat(chunking("chunking.max-tokens=400").sizes(8191)).isEqualTo(new ChunkSizes(32, 400, 0));
    }

    @Test
    void chunksThatHaveParentsAreSmall() {
        assertThat(chunking("chunking.chunker=parent-child").sizes(8191)).isEqualTo(new ChunkSizes(32, 128, 0));
        assertThat(chunking("chunking.chunker=parent-child", "chunking.parent-tokens=100")
                        .sizes(8191))
                .isEqualTo(new ChunkSizes(32, 100, 0));
    }

    @Test
    void chunkersThatJoinNothingTakeNoLeastSize() {
        assertThat(chunking("chunking.chunker=fixed", "chunking.max-tokens=20").sizes(206))
                .isEqualTo(new ChunkSizes(0, 20, 0));
        assertThat(everyKey().chunking().sizes(206)).isEqualTo(new ChunkSizes(0, 206, 0));
    }

    @Test
    void turnsAndReusedAnswersAreADayOldAtTheMostOrAsOldAsIsKept() {
        assertThat(answers().historyAge()).isEqualTo(Duration.ofHours(24));
        assertThat(answers().cacheAge()).isEqualTo(Duration.ofHours(24));
        assertThat(answers("answers.keep=1h").historyAge()).isEqualTo(Duration.ofHours(1));
        assertThat(answers("answers.keep=1h").cacheAge()).isEqualTo(Duration.ofHours(1));
        assertThat(answers("answers.conversation-ttl=7d").historyAge()).isEqualTo(Duration.ofDays(7));
        assertThat(answers("answers.cache-ttl=30s").cacheAge()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void noAnswerIsKeptWhereNoneIsToBe() {
        assertThat(answers().kept()).isTrue();
        assertThat(answers("answers.keep=0s").kept()).isFalse();
    }

    private static AnswersConfig answers(String... overrides) {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.add("qdrant.collection=handbook");
        return Configurations.of(all.toArray(String[]::new)).answers();
    }

    private static ChunkingConfig chunking(String... overrides) {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.add("qdrant.collection=handbook");
        return Configurations.of(all.toArray(String[]::new)).chunking();
    }

    private static MillraceConfig documentedDefaults() {
        return new MillraceConfig(
                new JobConfig(null, null, JobConfig.Mode.AUTO, null),
                new DocumentsConfig(DocumentsConfig.Source.KAFKA, false, Duration.ofDays(7)),
                new KafkaConfig(
                        null,
                        Map.of(),
                        "documents",
                        "requests",
                        "answers",
                        null,
                        "dead-letters",
                        null,
                        true,
                        4,
                        null,
                        Delivery.EXACTLY_ONCE,
                        Duration.ofMinutes(10),
                        new DataSize(64 << 20)),
                new FilesConfig(null, null, false, List.of(), new DataSize(64 << 20), Map.of()),
                new ParsingConfig(
                        64 << 20, Duration.ofMinutes(1), new DataSize(512 << 20), 3, ParsingConfig.Pictures.REFUSE),
                new ChunkingConfig(
                        ChunkingConfig.Chunker.STRUCTURE, null, 32, 0, 5, 600, 85, ChunkingConfig.EmbedWith.HEADINGS),
                new EmbeddingConfig(
                        "onnx",
                        null,
                        null,
                        null,
                        null,
                        null,
                        Distance.COSINE,
                        Duration.ofMinutes(1),
                        null,
                        1,
                        null,
                        null,
                        null,
                        new DataSize(128 << 20),
                        null,
                        "",
                        "",
                        Map.of()),
                new ChatConfig("none", null, null, null, Duration.ofMinutes(1), 1024, null, Map.of()),
                new RerankConfig("none", null, null, null, Duration.ofSeconds(2), 50, Map.of()),
                new SparseConfig(true, Language.ENGLISH),
                new TenancyConfig(false, null),
                new PricesConfig("USD", LocalDate.of(2026, 11, 22), Map.of()),
                new QdrantConfig(
                        URI.create("http://localhost:6334"),
                        null,
                        "handbook",
                        "dense",
                        false,
                        Duration.ofMinutes(1),
                        256,
                        Map.of()),
                new QueryConfig(
                        5,
                        100,
                        null,
                        8000,
                        Duration.ofMinutes(1),
                        64,
                        3000,
                        SearchMode.AUTO,
                        100,
                        1,
                        1,
                        0,
                        new LimitsConfig(null, null, null)),
                new AnswersConfig(Duration.ofDays(7), null, 6, null, false, 0.97, null),
                new DeadLettersConfig(null));
    }

    private static MillraceConfig everyKey() {
        return new MillraceConfig(
                new JobConfig("library", 3, JobConfig.Mode.STREAMING, Duration.ofSeconds(5)),
                new DocumentsConfig(DocumentsConfig.Source.FILES, true, Duration.ofHours(12)),
                new KafkaConfig(
                        "broker-1:9092,broker-2:9092",
                        Map.of("security.protocol", "SASL_SSL", "ssl.keystore.password", "hush"),
                        "library.documents",
                        "library.requests",
                        "library.answers",
                        "library.answer-deltas",
                        "library.dead-letters",
                        "library",
                        false,
                        12,
                        3,
                        Delivery.AT_LEAST_ONCE,
                        Duration.ofMinutes(5),
                        new DataSize(10_000_000)),
                new FilesConfig(
                        "s3://library/docs",
                        Duration.ofMinutes(2),
                        false,
                        List.of("**/*.md", "*.pdf"),
                        new DataSize(10 << 20),
                        Map.of("id", "_id")),
                new ParsingConfig(
                        1_000_000,
                        Duration.ofSeconds(15),
                        new DataSize(256 << 20),
                        20,
                        ParsingConfig.Pictures.DESCRIBE),
                new ChunkingConfig(
                        ChunkingConfig.Chunker.WHOLE, 400, 10, 20, 3, 900, 95, ChunkingConfig.EmbedWith.TITLE),
                new EmbeddingConfig(
                        "openai",
                        "text-embedding-3-small",
                        "2024-01-25",
                        URI.create("https://models.example.com/v1"),
                        new Secret("sk-embedding"),
                        512,
                        Distance.DOT,
                        Duration.ofSeconds(20),
                        8,
                        2,
                        600L,
                        300_000L,
                        Budget.parse("20 EUR/day"),
                        new DataSize(32 << 20),
                        100,
                        "passage: ",
                        "query: ",
                        Map.of("user", "millrace")),
                new ChatConfig(
                        "openai",
                        "gpt-4.1-mini",
                        URI.create("https://models.example.com/v1"),
                        new Secret("sk-chat"),
                        Duration.ofSeconds(30),
                        500,
                        0.2,
                        Map.of("seed", "7")),
                new RerankConfig(
                        "jina",
                        "jina-reranker-v3",
                        URI.create("https://models.example.com"),
                        new Secret("sk-rerank"),
                        Duration.ofMillis(800),
                        80,
                        Map.of("max-documents", "64")),
                new SparseConfig(false, Language.GERMAN),
                new TenancyConfig(true, "metadata.topic"),
                new PricesConfig(
                        "EUR",
                        LocalDate.of(2026, 10, 1),
                        Map.of(
                                "openai/text-embedding-3-small", Price.parse("0.02"),
                                "gpt-4.1-mini", Price.parse("0.40 / 1.60"))),
                new QdrantConfig(
                        URI.create("https://qdrant.example.com:6334"),
                        new Secret("qdrant-key"),
                        "library",
                        "",
                        true,
                        Duration.ofSeconds(10),
                        64,
                        Map.of("metadata.year", FieldType.INTEGER, "metadata.topic", FieldType.KEYWORD)),
                new QueryConfig(
                        8,
                        50,
                        0.35,
                        2000,
                        Duration.ofSeconds(20),
                        16,
                        6000,
                        SearchMode.HYBRID,
                        200,
                        2,
                        0.5,
                        1,
                        new LimitsConfig(4, 20_000L, 1_000_000L)),
                new AnswersConfig(
                        Duration.ofHours(36),
                        "library-kept",
                        3,
                        Duration.ofHours(2),
                        true,
                        0.9,
                        Duration.ofMinutes(30)),
                new DeadLettersConfig("s3://library/dead-letters"));
    }
}
