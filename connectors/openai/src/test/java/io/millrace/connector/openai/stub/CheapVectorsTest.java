package io.millrace.connector.openai.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheapVectorsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 62, 63, 64, 384, 1536})
    void areUnitVectorsAndTheSameInEachFormat(int dimension) throws IOException, InterruptedException {
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults()
                .withModel("text-embedding-3-small", dimension)
                .withCheapVectors())) {
            float[] vector = CheapVectors.of(dimension).vector("a text");
            JsonNode floats = embedding(StubClient.json(StubClient.of(stub).embed("a text")));
            JsonNode base64 = embedding(StubClient.json(StubClient.of(stub).embedAsBase64("a text")));

            double squares = 0;
            FloatBuffer decoded = ByteBuffer.wrap(Base64.getDecoder().decode(base64.textValue()))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            assertThat(floats).hasSize(dimension);
            assertThat(decoded.remaining()).isEqualTo(dimension);
            for (int at = 0; at < dimension; at++) {
                assertThat(floats.get(at).floatValue()).isEqualTo(vector[at]);
                assertThat(decoded.get(at)).isEqualTo(vector[at]);
                squares += (double) vector[at] * vector[at];
            }
            assertThat(squares).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void areFarApartForDifferentTexts() {
        float[] first = CheapVectors.of(1536).vector("one");
        float[] second = CheapVectors.of(1536).vector("two");

        double dot = 0;
        for (int at = 0; at < first.length; at++) {
            dot += (double) first[at] * second[at];
        }
        assertThat(Math.abs(dot)).isLessThan(0.2);
    }

    @Test
    void comeWithTheUsageOfFourCharactersToAToken() throws IOException, InterruptedException {
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults().withCheapVectors())) {
            JsonNode reply = StubClient.json(StubClient.of(stub).embedAsBase64("12345678", "1"));

            assertThat(reply.path("usage").path("prompt_tokens").asInt()).isEqualTo(3);
            assertThat(reply.path("data")).hasSize(2);
            assertThat(reply.path("data").path(1).path("index").asInt()).isEqualTo(1);
            assertThat(reply.path("model").asText()).isEqualTo("text-embedding-3-small");
        }
    }

    @Test
    void canBeSpoiledToo() throws IOException, InterruptedException {
        try (StubOpenAi stub = StubOpenAi.start(StubOptions.defaults().withCheapVectors())) {
            stub.failNext(Fault.Spoiled.ONE_VECTOR_MISSING);

            assertThat(StubClient.json(StubClient.of(stub).embed("a", "b")).path("data"))
                    .hasSize(1);
        }
    }

    private static JsonNode embedding(JsonNode reply) {
        return reply.path("data").path(0).path("embedding");
    }
}
