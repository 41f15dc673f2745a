package io.millrace.connector.bedrock;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.chunk.EstimatedTokens;
import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.Vector;
import io.millrace.embed.VectorSpace;
import io.millrace.model.ModelSettings;
import io.millrace.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

/**
 * Embeds with one {@code InvokeModel} for each call. Futures complete on this model's own threads; cancelling one gives its
 * request up.
 */
final class BedrockEmbeddingModel implements EmbeddingModel {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String TOKENS = "X-Amzn-Bedrock-Input-Token-Count";

    private final BedrockEmbeddingSettings resolved;
    private final BedrockConnection connection;

    BedrockEmbeddingModel(ModelSettings settings) {
        resolved = BedrockEmbeddingSettings.of(settings);
        connection = new BedrockConnection(BedrockTarget.of(settings, resolved.options(), resolved.model()));
    }

    @Override
    public VectorSpace space() {
        return resolved.space();
    }

    @Override
    public EmbeddingLimits limits() {
        return resolved.limits();
    }

    @Override
    public TokenCounter tokenCounter() {
        return EstimatedTokens.COUNTER;
    }

    @Override
    public CompletableFuture<Response> embed(List<String> texts, EmbeddingMode mode) {
        String prefix = space().prefix(mode);
        List<String> inputs = prefix.isEmpty()
                ? List.copyOf(texts)
                : texts.stream().map(prefix::concat).toList();
        InvokeModelRequest request = InvokeModelRequest.builder()
                .modelId(resolved.model())
                .contentType("application/json")
                .accept("application/json")
                .body(body(inputs, mode))
                .build();
        return connection.call(inputs, client -> client.invokeModel(request), reply -> read(reply, inputs));
    }

    @Override
    public void close() {
        connection.close();
    }

    private SdkBytes body(List<String> inputs, EmbeddingMode mode) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            resolved.family().write(json, inputs, mode, space().dimension());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return SdkBytes.fromByteArrayUnsafe(bytes.toByteArray());
    }

    private Response read(InvokeModelResponse reply, List<String> inputs) throws IOException {
        EmbeddingReply body = EmbeddingReply.read(reply.body().asByteArrayUnsafe(), space().dimension());
        if (body.vectors().size() != inputs.size()) {
            throw connection
                    .failures()
                    .unreadable("holds %d vectors for %d texts"
                            .formatted(body.vectors().size(), inputs.size()));
        }
        List<Vector> vectors = new ArrayList<>(inputs.size());
        for (int at = 0; at < inputs.size(); at++) {
            vectors.add(vector(body.vectors().get(at), at));
        }
        return new Response(vectors, new Usage(1, tokens(reply, body, inputs), 0));
    }

    private static long tokens(InvokeModelResponse reply, EmbeddingReply body, List<String> inputs) {
        if (body.tokens() >= 0) {
            return body.tokens();
        }
        String header = reply.sdkHttpResponse().firstMatchingHeader(TOKENS).orElse("");
        return header.matches("\\d{1,18}") ? Long.parseLong(header) : EstimatedTokens.of(inputs);
    }

    private Vector vector(float[] values, int input) {
        if (values.length != space().dimension()) {
            throw connection.failures().wrongDimension(space().dimension(), values.length);
        }
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw connection.failures().notFinite(input);
            }
        }
        return new Vector(values).normalised();
    }
}
