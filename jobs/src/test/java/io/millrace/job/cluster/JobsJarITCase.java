package io.millrace.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JobsJarITCase {
    private static final String SERVICES = "META-INF/services/";

    private static Set<String> entries;
    /** The providers by the service. */
    private static Map<String, Set<String>> services;

    @BeforeAll
    static void open() throws IOException {
        try (var jar = new JarFile(JobsJar.path().toFile())) {
            entries = jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .collect(Collectors.toUnmodifiableSet());
            services = new TreeMap<>();
            entries.stream()
                    .filter(entry -> entry.startsWith(SERVICES))
                    .forEach(entry -> services.put(entry.substring(SERVICES.length()), providers(jar, entry)));
        }
    }

    @Test
    void holdsNoClassesThatTheClusterHas() {
        assertThat(below("org/apache/flink/"))
                .allMatch(entry -> entry.startsWith("org/apache/flink/connector/kafka/")
                        || entry.startsWith("org/apache/flink/streaming/connectors/kafka/")
                        // Of the Kafka connector, which keeps it here for old jobs.
                        || entry.equals("org/apache/flink/streaming/util/serialization/"
                                + "JSONKeyValueDeserializationSchema.class"));
        assertThat(below(
                        "org/slf4j/",
                        "org/apache/logging/",
                        "org/apache/log4j/",
                        "ch/qos/logback/",
                        "org/apache/hadoop/",
                        "org/apache/pekko/",
                        "scala/"))
                .isEmpty();
    }

    @Test
    void holdsNoClassesOfTests() {
        assertThat(below(
                        "io/millrace/embedded/",
                        "io/millrace/local/",
                        "kafka/server/",
                        "org/apache/kafka/controller/",
                        "org/junit/",
                        "org/assertj/",
                        "com/tngtech/archunit/"))
                .isEmpty();
    }

    @Test
    void movesWhatClustersHaveInOtherVersions() {
        assertThat(below("io/grpc/", "com/google/", "com/fasterxml/", "okhttp3/", "okio/", "org/yaml/snakeyaml/"))
                .isEmpty();
        assertThat(services.keySet()).noneMatch(JobsJarITCase::isOfAMovedPackage);
        assertThat(services.values())
                .allSatisfy(providers -> assertThat(providers).noneMatch(JobsJarITCase::isOfAMovedPackage));
        assertThat(entries)
                .contains(
                        "io/millrace/shaded/grpc/ManagedChannel.class",
                        "io/millrace/shaded/google/protobuf/Message.class",
                        "io/millrace/shaded/google/common/collect/ImmutableList.class",
                        "io/millrace/shaded/fasterxml/jackson/databind/ObjectMapper.class",
                        "io/millrace/shaded/okhttp3/OkHttpClient.class",
                        "io/millrace/shaded/okio/Buffer.class",
                        "io/millrace/shaded/snakeyaml/Yaml.class");
    }

    @Test
    void leavesKotlinWhereItsReflectionFindsIt() {
        assertThat(entries).contains("kotlin/Metadata.class", "kotlin/kotlin.kotlin_builtins");
        assertThat(below("io/millrace/shaded/kotlin/")).isEmpty();
    }

    @Test
    void hasTheAnnotationThatConfigurationIsReadBy() {
        assertThat(entries).contains("org/jspecify/annotations/Nullable.class");
    }

    @Test
    void hasTheClassOfEveryProvider() {
        assertThat(services)
                .allSatisfy((service, providers) -> assertThat(providers)
                        .as(service)
                        .isNotEmpty()
                        .allMatch(provider -> entries.contains(provider.replace('.', '/') + ".class")));
    }

    @Test
    void joinsTheProvidersThatSeveralJarsHave() {
        assertThat(services.get("io.millrace.embed.EmbeddingProvider")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(services.get("io.millrace.answer.ChatProvider")).isNotEmpty();
        assertThat(services.get("io.millrace.shaded.grpc.ManagedChannelProvider"))
                .contains("io.millrace.shaded.grpc.netty.shaded.io.grpc.netty.NettyChannelProvider");
        assertThat(services.get("io.millrace.shaded.grpc.NameResolverProvider"))
                .contains("io.millrace.shaded.grpc.internal.DnsNameResolverProvider");
        assertThat(services.get("io.millrace.shaded.grpc.LoadBalancerProvider"))
                .contains("io.millrace.shaded.grpc.internal.PickFirstLoadBalancerProvider");
        assertThat(services.get("org.apache.tika.parser.Parser"))
                .contains(
                        "org.apache.tika.parser.html.JSoupParser",
                        "org.apache.tika.parser.pdf.PDFParser",
                        "org.apache.tika.parser.microsoft.ooxml.OOXMLParser");
        assertThat(services.get("org.apache.tika.detect.Detector"))
                .contains("org.apache.tika.detect.zip.DefaultZipContainerDetector");
    }

    @Test
    void hasAmazonsClientWithoutItsHttpClients() {
        assertThat(entries)
                .contains(
                        "software/amazon/awssdk/services/bedrockruntime/BedrockRuntimeAsyncClient.class",
                        "software/amazon/awssdk/services/sts/StsClient.class",
                        "org/reactivestreams/FlowAdapters.class");
        assertThat(below("io/netty/", "software/amazon/awssdk/http/nio/", "org/apache/hc/"))
                .isEmpty();
        assertThat(services.get("io.millrace.answer.ChatProvider"))
                .contains("io.millrace.connector.bedrock.BedrockChatProvider");
    }

    @Test
    void carriesModelsNativeLibrariesAndTables() {
        assertThat(entries)
                .contains(
                        "all-minilm-l6-v2.onnx",
                        "all-minilm-l6-v2-tokenizer.json",
                        "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
                        "ai/onnxruntime/native/linux-aarch64/libonnxruntime4j_jni.so",
                        "native/lib/linux-x86_64/cpu/libtokenizers.so",
                        "com/knuddels/jtokkit/o200k_base.tiktoken",
                        "org/apache/tika/mime/tika-mimetypes.xml",
                        "io/millrace/shaded/okhttp3/internal/publicsuffix/publicsuffixes.gz");
    }

    @Test
    void leavesOutWhatOnlyOtherToolsRead() {
        assertThat(below("META-INF/versions/", "META-INF/maven/", "META-INF/native-image/", "META-INF/native/"))
                .isEmpty();
        assertThat(entries).noneMatch(entry -> entry.contains(".dSYM/"));
        assertThat(below("org/apache/lucene/index/", "org/apache/lucene/search/", "org/apache/lucene/analysis/en/"))
                .isEmpty();
        assertThat(entries).noneMatch(entry -> entry.matches("META-INF/[^/]+\\.(SF|DSA|RSA)"));
    }

    private static Stream<String> below(String... folders) {
        return entries.stream().filter(entry -> Stream.of(folders).anyMatch(entry::startsWith));
    }

    private static boolean isOfAMovedPackage(String type) {
        return Stream.of("io.grpc.", "com.google.", "com.fasterxml.", "okhttp3.", "okio.")
                .anyMatch(type::startsWith);
    }

    private static Set<String> providers(JarFile jar, String entry) {
        try (var content = jar.getInputStream(jar.getEntry(entry))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + entry, e);
        }
    }
}
