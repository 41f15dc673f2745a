package io.millrace.job.config;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** Configurations for tests, and all that is in one. */
final class Configurations {
    static final String EVERY_KEY = """
            job:
              name: library
              parallelism: 3
              mode: streaming
              checkpoint-interval: 5s
            documents:
              source: files
              bounded: true
              order-memory: 12h
            kafka:
              bootstrap-servers: broker-1:9092,broker-2:9092
              properties:
                security.protocol: SASL_SSL
                ssl.keystore.password: hush
              documents-topic: library.documents
              requests-topic: library.requests
              answers-topic: library.answers
              answer-deltas-topic: library.answer-deltas
              dead-letters-topic: library.dead-letters
              group-id: library
              create-topics: false
              partitions: 12
              replication-factor: 3
              delivery: at-least-once
              transaction-timeout: 5m
              max-request-size: 10 MB
            files:
              path: s3://library/docs
              watch: 2m
              prune: false
              include: ["**/*.md", "*.pdf"]
              max-size: 10 MiB
              fields:
                id: _id
            parsing:
              max-text-length: 1000000
              timeout: 15s
              memory: 256 MiB
              max-depth: 20
              pictures: describe
            chunking:
              chunker: whole
              max-tokens: 400
              min-tokens: 10
              overlap-tokens: 20
              sentences-per-chunk: 3
              parent-tokens: 900
              semantic-percentile: 95
              embed-with: title
            embedding:
              provider: openai
              model: text-embedding-3-small
              revision: "2024-01-25"
              base-url: https://models.example.com/v1
              api-key: sk-embedding
              dimension: 512
              distance: dot
              timeout: 20s
              concurrency: 8
              min-concurrency: 2
              requests-per-minute: 600
              tokens-per-minute: 300000
              budget: 20 EUR/day
              buffer: 32 MiB
              batch-size: 100
              document-prefix: "passage: "
              query-prefix: "query: "
              options:
                user: millrace
            chat:
              provider: openai
              model: gpt-4.1-mini
              base-url: https://models.example.com/v1
              api-key: sk-chat
              timeout: 30s
              max-output-tokens: 500
              temperature: 0.2
              options:
                seed: 7
            rerank:
              provider: jina
              model: jina-reranker-v3
              base-url: https://models.example.com
              api-key: sk-rerank
              timeout: 800ms
              candidates: 80
              options:
                max-documents: 64
            sparse:
              enabled: false
              language: german
            tenancy:
              required: true
              groups-field: metadata.topic
            prices:
              currency: EUR
              as-of: 2026-10-01
              models:
                openai/text-embedding-3-small: 0.02
                gpt-4.1-mini: 0.40 / 1.60
            qdrant:
              url: https://qdrant.example.com:6334
              api-key: qdrant-key
              collection: library
              vector: ""
              adopt: true
              timeout: 10s
              write-batch: 64
              fields:
                metadata.year: integer
                metadata.topic: keyword
            query:
              top-k: 8
              max-top-k: 50
              min-score: 0.35
              max-question-length: 2000
              timeout: 20s
              concurrency: 16
              evidence-tokens: 6000
              mode: hybrid
              candidates: 200
              vector-weight: 2
              words-weight: 0.5
              neighbours: 1
              limits:
                concurrent-requests: 4
                tokens-per-request: 20000
                tokens-per-day: 1000000
            answers:
              keep: 36h
              collection: library-kept
              history: 3
              conversation-ttl: 2h
              cache: true
              cache-similarity: 0.9
              cache-ttl: 30m
            dead-letters:
              path: s3://library/dead-letters
            """;

    private Configurations() {}

    /** An empty file with overrides. */
    static MillraceConfig of(String... overrides) {
        return MillraceConfig.parse("", List.of(overrides), Map.of());
    }

    /** Every key of the configuration. */
    static Set<String> allKeys() {
        return valuesOf(of("qdrant.collection=any")).keySet();
    }

    /** Every key that a file writes. */
    static Set<String> keysOf(String yaml) {
        Set<String> keys = new TreeSet<>();
        addKeys("", new Yaml().load(yaml), keys);
        return keys;
    }

    private static void addKeys(String prefix, Map<String, Object> settings, Set<String> keys) {
        settings.forEach((name, value) -> {
            String key = prefix + name;
            boolean section = allKeys().stream().anyMatch(known -> known.startsWith(key + "."));
            if (section && value instanceof Map<?, ?> nested) {
                Map<String, Object> inner = new TreeMap<>();
                nested.forEach((innerName, innerValue) -> inner.put(String.valueOf(innerName), innerValue));
                addKeys(key + ".", inner, keys);
            } else {
                keys.add(key);
            }
        });
    }

    /** Every key with its value. */
    static Map<String, @Nullable Object> valuesOf(MillraceConfig config) {
        Map<String, @Nullable Object> values = new TreeMap<>();
        addValues("", config, values);
        return values;
    }

    private static void addValues(String prefix, Object section, Map<String, @Nullable Object> values) {
        for (RecordComponent component : section.getClass().getRecordComponents()) {
            String key = prefix + kebabCase(component.getName());
            Object value = valueOf(component, section);
            // Records of other packages are values, such as a budget.
            if (value instanceof Record && value.getClass().getPackage() == MillraceConfig.class.getPackage()) {
                addValues(key + ".", value, values);
            } else {
                values.put(key, value);
            }
        }
    }

    private static Object valueOf(RecordComponent component, Object owner) {
        try {
            return component.getAccessor().invoke(owner);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(component.toString(), e);
        }
    }

    private static String kebabCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
