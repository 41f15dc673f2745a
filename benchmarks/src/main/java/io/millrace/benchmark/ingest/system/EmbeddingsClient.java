package io.millrace.benchmark.ingest.system;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.document.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** {@code POST /embeddings} over the JDK's client, with nothing around it. Safe for use by many threads. */
final class EmbeddingsClient {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final int dimensions;

    EmbeddingsClient(Task task) {
        address = URI.create(task.provider() + "/embeddings");
        dimensions = task.dimensions();
    }

    /** The JDK's client. */
    HttpClient http() {
        return http;
    }

    /** The texts' vectors, in their order. */
    List<float[]> embed(List<String> texts) throws IOException, InterruptedException {
        return vectors(http.send(request(texts), HttpResponse.BodyHandlers.ofByteArray()));
    }

    /** The request, with vectors in base64, as the vendor's own clients ask for them. */
    HttpRequest request(List<String> texts) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.MAPPER.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("model", Task.MODEL);
            json.writeArrayFieldStart("input");
            for (String text : texts) {
                json.writeString(text);
            }
            json.writeEndArray();
            json.writeNumberField("dimensions", dimensions);
            json.writeStringField("encoding_format", "base64");
            json.writeEndObject();
        }
        return HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
    }

    /** The vectors of a response, as its items stand. */
    static List<float[]> vectors(HttpResponse<byte[]> response) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException("the stub answered with " + response.statusCode());
        }
        List<float[]> vectors = new ArrayList<>();
        try (JsonParser json = Json.MAPPER.createParser(response.body())) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING && "embedding".equals(json.currentName())) {
                    byte[] bytes = json.getBinaryValue();
                    float[] vector = new float[bytes.length / Float.BYTES];
                    ByteBuffer.wrap(bytes)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .asFloatBuffer()
                            .get(vector);
                    vectors.add(vector);
                }
            }
        }
        return vectors;
    }
}
