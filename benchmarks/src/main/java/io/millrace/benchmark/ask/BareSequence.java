package io.millrace.benchmark.ask;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.json.Json;
import io.millrace.index.ChunkFields;
import io.millrace.sparse.Bm25;
import io.millrace.sparse.Language;
import io.millrace.sparse.SparseVector;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.QueryFactory;
import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.grpc.Points.Fusion;
import io.qdrant.client.grpc.Points.PrefetchQuery;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;

/**
 * The three calls that an answer is made of, one after another and with nothing around them: the question's vector, the
 * same search as Millrace's, and the chat model with what was found.
 */
final class BareSequence implements Asked {
    private static final String EMBEDDING_MODEL = "text-embedding-3-small";
    private static final String CHAT_MODEL = "gpt-4o-mini";
    private static final int TOP_K = 5;
    private static final int CANDIDATES = 100;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Bm25 words = new Bm25(Language.ENGLISH);
    private final URI embedding;
    private final URI chat;
    private final String collection;
    private final boolean hybrid;
    private final QdrantClient store;
    private final Answers answers;

    /** @param hybrid whether it is searched by words too */
    BareSequence(AskServers servers, String collection, boolean hybrid, Answers answers) {
        embedding = URI.create(servers.embedding() + "/embeddings");
        chat = URI.create(servers.chat() + "/chat/completions");
        this.collection = collection;
        this.hybrid = hybrid;
        this.answers = answers;
        URI url = servers.store();
        store = new QdrantClient(
                QdrantGrpcClient.newBuilder(url.getHost(), url.getPort(), false).build());
    }

    @Override
    public void ask(String id, String question) {
        var unused = post(embedding, embeddingRequest(question))
                .thenCompose(reply -> search(question, vector(reply)))
                .thenCompose(found -> post(chat, chatRequest(question, found)))
                .thenApply(reply -> !reply.path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .asText()
                        .isBlank())
                .whenComplete(
                        (good, failure) -> answers.came(id, System.nanoTime(), failure == null && good, Map.of()));
    }

    private CompletableFuture<JsonNode> post(URI address, ObjectNode body) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).thenApply(BareSequence::json);
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("a stub answered with " + response.statusCode());
        }
        try {
            return Json.MAPPER.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode embeddingRequest(String question) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("model", EMBEDDING_MODEL);
        body.putArray("input").add(question);
        // As the vendor's own clients ask for them.
        return body.put("encoding_format", "base64");
    }

    private static List<Float> vector(JsonNode reply) {
        ByteBuffer numbers = ByteBuffer.wrap(Base64.getDecoder()
                        .decode(reply.path("data").path(0).path("embedding").asText()))
                .order(ByteOrder.LITTLE_ENDIAN);
        List<Float> vector = new ArrayList<>(numbers.remaining() / Float.BYTES);
        while (numbers.hasRemaining()) {
            vector.add(numbers.getFloat());
        }
        return vector;
    }

    private CompletableFuture<List<ScoredPoint>> search(String question, List<Float> vector) {
        QueryPoints.Builder request = QueryPoints.newBuilder()
                .setCollectionName(collection)
                .setLimit(TOP_K)
                .setWithPayload(WithPayloadSelectorFactory.enable(true));
        if (hybrid) {
            SparseVector sparse = words.query(question);
            request.addPrefetch(PrefetchQuery.newBuilder()
                            .setQuery(QueryFactory.nearest(vector))
                            .setUsing("dense")
                            .setLimit(CANDIDATES))
                    .addPrefetch(PrefetchQuery.newBuilder()
                            .setQuery(QueryFactory.nearest(values(sparse), indices(sparse)))
                            .setUsing("bm25")
                            .setLimit(CANDIDATES))
                    .setQuery(QueryFactory.fusion(Fusion.RRF));
        } else {
            request.setQuery(QueryFactory.nearest(vector)).setUsing("dense");
        }
        var answer = store.queryAsync(request.build());
        CompletableFuture<List<ScoredPoint>> found = new CompletableFuture<>();
        answer.addListener(
                () -> {
                    try {
                        found.complete(requireNonNull(answer.get()));
                    } catch (InterruptedException | ExecutionException e) {
                        found.completeExceptionally(e);
                    }
                },
                ForkJoinPool.commonPool());
        return found;
    }

    private static List<Float> values(SparseVector sparse) {
        List<Float> values = new ArrayList<>();
        for (float value : sparse.values()) {
            values.add(value);
        }
        return values;
    }

    private static List<Integer> indices(SparseVector sparse) {
        List<Integer> indices = new ArrayList<>();
        for (int index : sparse.indices()) {
            indices.add(index);
        }
        return indices;
    }

    private static ObjectNode chatRequest(String question, List<ScoredPoint> found) {
        StringBuilder prompt = new StringBuilder("Answer from this evidence, and cite it as [1].\n\n");
        for (ScoredPoint point : found) {
            prompt.append(point.getPayloadOrThrow(ChunkFields.TEXT).getStringValue())
                    .append("\n\n");
        }
        ObjectNode body = Json.MAPPER.createObjectNode().put("model", CHAT_MODEL);
        ArrayNode messages = body.putArray("messages");
        messages.addObject().put("role", "user").put("content", prompt + "Question: " + question);
        return body;
    }

    @Override
    public void close() {
        store.close();
    }
}
