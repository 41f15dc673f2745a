package io.millrace.answer;

import io.millrace.document.Origin;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.HashingEmbeddingModel;
import io.millrace.embed.PaceSettings;
import io.millrace.index.Chunks;
import io.millrace.index.CollectionSpec;
import io.millrace.index.InMemoryVectorStore;
import io.millrace.retrieve.SearchOptions;
import io.millrace.usage.Price;
import io.millrace.usage.PriceTable;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.function.SerializableSupplier;
import org.jspecify.annotations.Nullable;

/** One document of a mill, and how a task answers questions of it. Requests have 30 s. */
final class AnsweredMill {
    private final HashingEmbeddingModel model;
    private final InMemoryVectorStore store;

    AnsweredMill() {
        this(new HashingEmbeddingModel(), new InMemoryVectorStore());
    }

    private AnsweredMill(HashingEmbeddingModel model, InMemoryVectorStore store) {
        this.model = model;
        this.store = store;
    }

    void fill() {
        store.ensureCollection(new CollectionSpec("docs", model.space(), Map.of()));
        var chunk = Chunks.chunk("wheel", "The mill wheel turns the stones.");
        var vector = model.embed(List.of(chunk.text()), EmbeddingMode.DOCUMENT)
                .join()
                .vectors()
                .get(0);
        store.apply(List.of(Chunks.put(chunk, vector.values()))).join();
    }

    /** The same document, as a task finds it that starts after another was closed. */
    AnsweredMill reopened() {
        return new AnsweredMill(new HashingEmbeddingModel(), store.reopened());
    }

    HashingEmbeddingModel model() {
        return model;
    }

    InMemoryVectorStore store() {
        return store;
    }

    AnswerFactory extractive(int concurrency) {
        return factory(null, concurrency);
    }

    AnswerFactory written(ChatModel chat, int concurrency) {
        return factory(() -> chat, concurrency);
    }

    private AnswerFactory factory(@Nullable SerializableSupplier<ChatModel> chat, int concurrency) {
        return new AnswerFactory(
                new AnsweringRecipes(
                        () -> model,
                        PaceSettings.unbounded("test"),
                        chat,
                        () -> store,
                        Duration.ofSeconds(30),
                        1000,
                        100,
                        new PriceTable(
                                "USD", LocalDate.of(2026, 11, 22), Map.of("hashing/words", Price.parse("0.02")))),
                concurrency);
    }

    static Request request(String id) {
        return request(id, null);
    }

    static Request request(String id, @Nullable String tenant) {
        return request(id, tenant, Request.Type.ASK, false);
    }

    /** A request that wants its answer's text while it is written. */
    static Request streamed(String id) {
        return request(id, null, Request.Type.ASK, true);
    }

    static Request streamedSearch(String id) {
        return request(id, null, Request.Type.SEARCH, true);
    }

    /** Several questions in one request. */
    static Request batch(String id, Request.Asked... questions) {
        return new Request(
                id,
                Request.Type.ASK,
                "",
                null,
                "{}",
                5,
                null,
                SearchOptions.DEFAULT,
                List.of(),
                null,
                false,
                null,
                List.of(questions),
                List.of(),
                Origin.ofTopic("requests", 0, 0, 0));
    }

    private static Request request(String id, @Nullable String tenant, Request.Type type, boolean deltas) {
        return new Request(
                id,
                type,
                "what does the mill wheel turn",
                tenant,
                "{}",
                5,
                null,
                SearchOptions.DEFAULT,
                List.of(),
                null,
                deltas,
                Origin.ofTopic("requests", 0, 0, 0));
    }
}
