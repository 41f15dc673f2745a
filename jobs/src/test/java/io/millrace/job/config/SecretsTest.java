package io.millrace.job.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.job.config.bind.SecretNames;
import io.millrace.model.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {
    @Test
    void everySecretsKeyEndsAsSecretsDoAndNoOtherKeyDoes() {
        MillraceConfig config = MillraceConfig.parse(Configurations.EVERY_KEY, List.of(), Map.of());

        Configurations.valuesOf(config).forEach((key, value) -> {
            boolean ending = key.endsWith("api-key") || key.endsWith("password") || key.endsWith("token");
            assertThat(ending).as(key).isEqualTo(value instanceof Secret);
        });
    }

    @Test
    void noSecretIsPrinted() {
        MillraceConfig config = MillraceConfig.parse(
                Configurations.EVERY_KEY,
                List.of(
                        "embedding.options.proxy-password=hush-1",
                        "chat.options.access_token=hush-2",
                        "rerank.options.client-secret=hush-4",
                        "kafka.properties.sasl.jaas.config=hush-3"),
                Map.of());

        assertThat(config.toString()).doesNotContain("hush", "sk-embedding", "sk-chat", "sk-rerank", "qdrant-key");
        assertThat(config.embedding())
                .hasToString(
                        "EmbeddingConfig[provider=openai, model=text-embedding-3-small,"
                                + " revision=2024-01-25, baseUrl=https://models.example.com/v1, apiKey=***, dimension=512, distance=DOT,"
                                + " timeout=PT20S, concurrency=8, minConcurrency=2,"
                                + " requestsPerMinute=600, tokensPerMinute=300000, budget=20.00 EUR/day, buffer=32 MiB,"
                                + " batchSize=100, documentPrefix=passage: , queryPrefix=query: , options={proxy-password=***, user=millrace}]");
    }

    @Test
    void optionsAreSecretByTheirNames() {
        assertThat(List.of("api-key", "apiKey", "x_api_key", "proxy-password", "access_token", "client-secret"))
                .allMatch(SecretNames::isSecret);
        assertThat(List.of("user", "seed", "token-limit", "monkey")).noneMatch(SecretNames::isSecret);
    }
}
