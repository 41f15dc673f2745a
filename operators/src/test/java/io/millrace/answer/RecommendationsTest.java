package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.answer.Answer.Status;
import io.millrace.chunk.Chunk;
import io.millrace.document.Metadata;
import io.millrace.document.Origin;
import io.millrace.embed.EmbeddingBatcher;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.HashingEmbeddingModel;
import io.millrace.failure.Backoff;
import io.millrace.failure.Reason;
import io.millrace.failure.Retrier;
import io.millrace.index.Chunks;
import io.millrace.index.CollectionSpec;
import io.millrace.index.FieldType;
import io.millrace.index.InMemoryVectorStore;
import io.millrace.index.IndexOperation;
import io.millrace.retrieve.Examples;
import io.millrace.retrieve.Examples.Example;
import io.millrace.retrieve.Examples.Kind;
import io.millrace.retrieve.RecommendStrategy;
import io.millrace.retrieve.SearchMode;
import io.millrace.retrieve.SearchOptions;
import io.millrace.usage.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is recommended, and by what. The documents are of two groups and two tenants. */
class RecommendationsTest {
    private static final Backoff QUICK = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2));
    private static final SearchOptions PLAIN = SearchOptions.DEFAULT;

    private final HashingEmbeddingModel model = new HashingEmbeddingModel();
    private final EmbeddingBatcher questions = new EmbeddingBatcher(model, EmbeddingMode.QUERY, QUICK);
    private final EmbeddingBatcher documents = new EmbeddingBatcher(model, EmbeddingMode.DOCUMENT, QUICK);
    private final InMemoryVectorStore store = new InMemoryVectorStore();
    private final Retrier retrier = new Retrier(QUICK);
    private final Chunk wheel = chunk("wheel", "acme", "staff", "the mill wheel turns");
    private final Chunk stones = chunk("wheel", "acme", "staff", "the mill stones grind");
    private final Chunk race = chunk("race", "acme", "staff", "the mill race turns the wheel");
    private final Chunk flood = chunk("flood", "acme", "staff", "rivers flood fields every spring");
    private final Chunk board = chunk("board", "acme", "board", "the mill wheel is sold");
    private final Chunk others = chunk("others", "other", "staff", "the mill wheel of somebody else");

    @BeforeEach
    void fillTheStore() {
        store.ensureCollection(new CollectionSpec(
                "docs",
                model.space(),
                Map.of("metadata.groups", FieldType.KEYWORD, "metadata.year", FieldType.INTEGER)));
        List.of(wheel, stones, race, flood, board, others).forEach(this::index);
    }

    @AfterEach
    void close() {
        questions.close();
        documents.close();
        retrier.close();
    }

    @Test
    void findsWhatIsLikeAChunkAndNotTheChunkItself() {
        Answer answer = recommend(List.of(chunkOf(wheel)), List.of());

        assertThat(answer.status()).isEqualTo(Status.ANSWERED);
        assertThat(texts(answer)).containsExactly(race.text(), stones.text(), flood.text());
        assertThat(answer.results().get(0)).returns(1, Citation::marker).returns("race", Citation::documentId);
        assertThat(answer.timings()).containsKeys("validate", "examples", "retrieve", "total");
        assertThat(answer.usage()).isEmpty();
    }

    @Test
    void takesAllChunksOfADocumentAsExamplesAndFindsNoneOfThem() {
        assertThat(texts(recommend(List.of(new Example(Kind.DOCUMENT, "wheel")), List.of())))
                .containsExactly(race.text(), flood.text());
    }

    @Test
    void embedsTextsAsDocumentsAre() {
        Answer answer = recommend(List.of(text("rivers in spring")), List.of(text("mill wheel")));

        assertThat(texts(answer)).startsWith(flood.text());
        assertThat(answer.usage()).containsExactly(Map.entry("embedding", new Usage(2, 5, 0)));
        assertThat(documents.counts().requests()).isEqualTo(2);
        assertThat(questions.counts().requests()).isZero();
    }

    @Test
    void keepsAwayFromNegativeExamples() {
        assertThat(texts(recommend(List.of(chunkOf(wheel)), List.of(chunkOf(race)))))
                .containsExactly(stones.text(), flood.text());
    }

    @Test
    void takesNegativeExamplesAloneWhereTheStrategyDoes() {
        Examples examples = new Examples(List.of(), List.of(chunkOf(wheel)), RecommendStrategy.SUM_SCORES);

        assertThat(texts(answer(request(examples, "{}", 5, null, PLAIN)))).startsWith(flood.text());
    }

    @Test
    void keepsToFilterTopKLeastScoreAndOnePerDocument() {
        Examples examples = examples(List.of(text("the mill wheel turns")), List.of());
        SearchOptions one = new SearchOptions(SearchMode.AUTO, null, true, 0);

        assertThat(texts(answer(request(examples, "{\"documentId\": [\"race\", \"flood\"]}", 5, null, PLAIN))))
                .containsExactly(race.text(), flood.text());
        assertThat(texts(answer(request(examples, "{}", 1, null, PLAIN)))).containsExactly(wheel.text());
        assertThat(texts(answer(request(examples, "{}", 5, 0.99, PLAIN)))).containsExactly(wheel.text());
        assertThat(texts(answer(request(examples, "{}", 5, null, one))))
                .containsExactly(wheel.text(), race.text(), flood.text());
    }

    @Test
    void namesAllExamplesThatAreNotThere() {
        Answer answer = recommend(
                List.of(new Example(Kind.DOCUMENT, "gone"), chunkOf(wheel), new Example(Kind.CHUNK, "no-uuid")),
                List.of(new Example(Kind.CHUNK, "00000000-0000-5000-8000-000000000000")));

        assertThat(answer.status()).isEqualTo(Status.REJECTED);
        assertThat(answer.error())
                .isEqualTo(unknown(
                        "documentId 'gone', chunkId 'no-uuid', chunkId" + " '00000000-0000-5000-8000-000000000000'"));
        assertThat(answer.results()).isEmpty();
    }

    @Test
    void doesNotTellWhatTheRequestMayNotSeeFromWhatIsNotThere() {
        for (Chunk hidden : List.of(others, board)) {
            assertThat(recommend(List.of(chunkOf(hidden)), List.of()).error())
                    .isEqualTo(unknown("chunkId '" + hidden.id() + "'"));
            assertThat(recommend(List.of(new Example(Kind.DOCUMENT, hidden.documentId())), List.of())
                            .error())
                    .isEqualTo(unknown("documentId '" + hidden.documentId() + "'"));
            assertThat(recommend(List.of(chunkOf(wheel)), List.of(chunkOf(hidden)))
                            .error())
                    .isEqualTo(unknown("chunkId '" + hidden.id() + "'"));
        }
    }

    @Test
    void takesAnIdInCapitals() {
        assertThat(recommend(List.of(new Example(Kind.CHUNK, wheel.id().toUpperCase(java.util.Locale.ROOT))), List.of())
                        .status())
                .isEqualTo(Status.ANSWERED);
    }

    @Test
    void refusesMoreChunksThanItMayCompareWith() {
        List<IndexOperation> many = new ArrayList<>();
        for (int i = 0; i < 1_001; i++) {
            many.add(put(chunk("book", "acme", "staff", "page " + i)));
        }
        store.apply(many).join();

        assertThat(recommend(List.of(new Example(Kind.DOCUMENT, "book")), List.of())
                        .error())
                .isEqualTo(
                        new Reason(
                                "too-many-examples",
                                "the examples must be at most 1000 chunks, got more: name chunks (chunkId) of large documents, or fewer of them"));
    }

    private static Reason unknown(String named) {
        return new Reason(
                "unknown-example",
                "Unknown examples: %s. An example must be in the index, and such as the request may see"
                        .formatted(named));
    }

    private Answer recommend(List<Example> positive, List<Example> negative) {
        return answer(request(examples(positive, negative), "{}", 5, null, PLAIN));
    }

    private static Examples examples(List<Example> positive, List<Example> negative) {
        return new Examples(positive, negative, RecommendStrategy.AVERAGE_VECTOR);
    }

    private Answer answer(Request request) {
        QueryEngine engine = new QueryEngine(
                QueryStages.of(
                        new QueryStages.EmbeddingStage(
                                "hashing/words", questions, documents, model.tokenCounter(), model.limits()),
                        store,
                        new ChatAnswerer(new DictatedChatModel(), model.tokenCounter(), 1000, 100),
                        retrier),
                QueryRules.within(Duration.ofSeconds(30)).seeing(new AccessRules(true, "metadata.groups")),
                retrier);
        return engine.answer(request, AnswerParts.UNWANTED)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private static Request request(
            Examples examples, String filter, int topK, @Nullable Double minScore, SearchOptions options) {
        return new Request(
                "r",
                Request.Type.RECOMMEND,
                "",
                "acme",
                filter,
                topK,
                minScore,
                options,
                List.of("staff"),
                null,
                false,
                examples,
                List.of(),
                List.of(),
                Origin.ofTopic("requests", 0, 0, 0));
    }

    private static Example chunkOf(Chunk chunk) {
        return new Example(Kind.CHUNK, chunk.id());
    }

    private static Example text(String text) {
        return new Example(Kind.TEXT, text);
    }

    private static List<String> texts(Answer answer) {
        return answer.results().stream().map(Citation::text).toList();
    }

    private static Chunk chunk(String documentId, String tenant, String group, String text) {
        return Chunks.chunk(documentId, tenant, "r", text, new Metadata("{\"groups\":[\"%s\"]}".formatted(group)));
    }

    private void index(Chunk chunk) {
        store.apply(List.of(put(chunk))).join();
    }

    private IndexOperation put(Chunk chunk) {
        return IndexOperation.put(Chunks.ORIGIN, chunk)
                .withVector(model.embed(List.of(chunk.text()), EmbeddingMode.DOCUMENT)
                        .join()
                        .vectors()
                        .get(0));
    }
}
