package io.millrace.connector.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingReplyTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 384, 1024, 1536})
    void readsBase64OfAnyDimensionExpectedOrNot(int dimension) throws IOException {
        float[] vector = vector(dimension);
        byte[] body = body("{ \"index\" : 0 , \"embedding\" : \"" + base64(vector) + "\" }");

        for (int expected : new int[] {dimension, dimension + 1, 3}) {
            assertThat(EmbeddingReply.read(body, expected).items())
                    .singleElement()
                    .satisfies(item -> assertThat(item.values()).containsExactly(vector));
        }
    }

    @Test
    void readsTwoVectorsAndWhatIsAroundThem() throws IOException {
        float[] first = vector(6);
        float[] second = vector(6);
        byte[] body = body("{\"embedding\":\"%s\",\"index\":1},\n{\"object\":\"é\",\"embedding\":\"%s\",\"index\":0}"
                .formatted(base64(first), base64(second)));

        EmbeddingReply reply = EmbeddingReply.read(body, 6);

        assertThat(reply.items()).extracting(EmbeddingReply.Item::index).containsExactly(1, 0);
        assertThat(reply.items().get(0).values()).containsExactly(first);
        assertThat(reply.items().get(1).values()).containsExactly(second);
        assertThat(reply.promptTokens()).isEqualTo(7);
    }

    @Test
    void readsWhatAServerHasEscaped() throws IOException {
        float[] vector = {Float.intBitsToFloat(-1 >>> 9), 2, 3};
        String escaped = base64(vector).replace("/", "\\/");

        assertThat(escaped).contains("\\/");
        assertThat(EmbeddingReply.read(body("{\"embedding\":\"" + escaped + "\"}"), 3)
                        .items()
                        .get(0)
                        .values())
                .containsExactly(vector);
    }

    @Test
    void keepsANumberThatIsNotFiniteForItsTextToBeBlamed() throws IOException {
        float[] vector = {1, Float.NaN, Float.NEGATIVE_INFINITY};

        assertThat(EmbeddingReply.read(body("{\"embedding\":\"" + base64(vector) + "\"}"), 3)
                        .items()
                        .get(0)
                        .values())
                .containsExactly(vector);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAAAAAAAAAAAAAA*", "AAAA", "AAAAAAA=AAAAAAAA", "é123456789abcdef"})
    void refusesWhatIsNoVectorHoweverItIsExpected(String base64) {
        byte[] body = body("{\"embedding\":\"" + base64 + "\"}");

        for (int expected : new int[] {1, 2, 3, 4}) {
            assertThatThrownBy(() -> EmbeddingReply.read(body, expected)).isInstanceOf(JacksonException.class);
        }
    }

    @Test
    void refusesABodyThatEndsEarlyWhereverItDoes() {
        byte[] body = body("{\"index\":0,\"embedding\":\"" + base64(vector(6)) + "\"}");
        for (int length = 0; length < body.length; length++) {
            byte[] cut = Arrays.copyOf(body, length);
            assertThatThrownBy(() -> EmbeddingReply.read(cut, 6)).isInstanceOf(JacksonException.class);
        }
    }

    private static byte[] body(String items) {
        return ("{\"object\":\"list\",\"data\":[" + items
                        + "],\"model\":\"m\",\"usage\":{\"prompt_tokens\":7,\"total_tokens\":7}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static float[] vector(int dimension) {
        Random random = new Random(dimension);
        float[] vector = new float[dimension];
        for (int at = 0; at < dimension; at++) {
            vector[at] = random.nextFloat() - 0.5f;
        }
        return vector;
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
