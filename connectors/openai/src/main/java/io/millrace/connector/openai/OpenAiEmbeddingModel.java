package io.millrace.connector.openai;

import com.openai.core.JsonField;
import com.openai.core.JsonMissing;
import com.openai.core.JsonValue;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams.EncodingFormat;
import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.RateLimits;
import io.millrace.embed.Vector;
import io.millrace.embed.VectorSpace;
import io.millrace.model.ModelSettings;
import io.millrace.usage.Usage;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Embeds with {@code POST /embeddings}, one request for each call. Futures complete on this model's own threads;
 * cancelling one gives its request up.
 */
final class OpenAiEmbeddingModel implements EmbeddingModel {
    /** Unless told so, the SDK asks for base64. A missing field has no type. */
    @SuppressWarnings("unchecked")
    private static final JsonField<EncodingFormat> LEFT_OUT =
            (JsonField<EncodingFormat>) (JsonField<?>) JsonMissing.of();

    private static final int EXPONENT = 0x7F80_0000;
    private static final int EXPONENT_STEP = 0x0080_0000;

    private final OpenAiEmbeddingSettings resolved;
    private final OpenAiConnection connection;
    private final BytePairCounter counter = BytePairCounter.ofEmbeddings();

    OpenAiEmbeddingModel(ModelSettings settings, Vendor vendor) {
        resolved = OpenAiEmbeddingSettings.of(settings, vendor);
        connection = new OpenAiConnection(
                settings,
                vendor,
                resolved.address(),
                resolved.access(),
                resolved.model(),
                resolved.limits().concurrency());
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
        return counter;
    }

    @Override
    public CompletableFuture<Response> embed(List<String> texts, EmbeddingMode mode) {
        String prefix = space().prefix(mode);
        List<String> inputs = prefix.isEmpty()
                ? List.copyOf(texts)
                : texts.stream().map(prefix::concat).toList();
        return connection.<CreateEmbeddingResponse, Response>call(
                inputs,
                (client, callNumber) -> client.embeddings().withRawResponse().create(request(inputs, callNumber)),
                reply -> response(
                        EmbeddingReply.read(ReplyBody.read(reply), space().dimension()),
                        inputs,
                        RateHeaders.in(reply.headers())));
    }

    @Override
    public void close() {
        connection.close();
    }

    private EmbeddingCreateParams request(List<String> inputs, String callNumber) {
        EmbeddingCreateParams.Builder request = EmbeddingCreateParams.builder()
                .model(resolved.model())
                .inputOfArrayOfStrings(inputs)
                .putAdditionalHeader(AbandonableCalls.HEADER, callNumber);
        if (resolved.encodingFormat().equals("none")) {
            request.encodingFormat(LEFT_OUT);
        } else {
            request.encodingFormat(EncodingFormat.of(resolved.encodingFormat()));
        }
        if (resolved.sendDimensions()) {
            request.putAdditionalBodyProperty(resolved.vendor().dimensionField(), JsonValue.from(space().dimension()));
        }
        return request.build();
    }

    private Response response(EmbeddingReply reply, List<String> inputs, RateLimits rateLimits) {
        if (reply.items().size() != inputs.size()) {
            throw connection
                    .failures()
                    .unreadable("holds %d vectors for %d texts"
                            .formatted(reply.items().size(), inputs.size()));
        }
        Vector[] vectors = new Vector[inputs.size()];
        for (int at = 0; at < vectors.length; at++) {
            EmbeddingReply.Item item = reply.items().get(at);
            int index = item.index() < 0 ? at : item.index();
            if (index >= vectors.length || vectors[index] != null) {
                throw connection.failures().unreadable("gives index %d twice, or it is out of range".formatted(index));
            }
            vectors[index] = checked(item.values(), index);
        }
        long tokens = reply.promptTokens() < 0 ? counter.count(inputs) : reply.promptTokens();
        return new Response(Arrays.asList(vectors), new Usage(1, tokens, 0), rateLimits);
    }

    private Vector checked(float[] values, int index) {
        if (values.length != space().dimension()) {
            throw connection.failures().wrongDimension(space().dimension(), values.length);
        }
        if (!finite(values)) {
            throw connection.failures().notFinite(index);
        }
        return new Vector(values);
    }

    /** A number that isn't finite has every bit of its exponent set: one more, and the sign is too. */
    private static boolean finite(float[] values) {
        int carried = 0;
        for (float value : values) {
            carried |= (Float.floatToRawIntBits(value) & EXPONENT) + EXPONENT_STEP;
        }
        return carried >= 0;
    }
}
