package io.millrace.index;

import static io.millrace.index.Chunks.chunk;
import static io.millrace.index.Chunks.put;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.chunk.Chunk;
import io.millrace.document.Metadata;
import io.millrace.document.json.Json;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.Filter.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link VectorStore} finds by each {@link Filter}, of indexed fields and of others. */
public abstract class FilterContract extends VectorStoreFixture {
    private VectorStore store;

    @BeforeEach
    final void writeThreeChunks() {
        String name = freshName();
        store = opened(name);
        store.ensureCollection(new CollectionSpec(
                name,
                SPACE,
                Map.of(
                        "metadata.body", FieldType.TEXT,
                        "text", FieldType.TEXT,
                        "metadata.tag", FieldType.KEYWORD,
                        "metadata.year", FieldType.INTEGER,
                        "metadata.price", FieldType.FLOAT,
                        "metadata.public", FieldType.BOOL,
                        "metadata.at", FieldType.DATETIME)));
        apply(
                store,
                put(sample("a", "x", """
                                {"tag": ["red", "blue"], "year": 2020, "price": 1.5, "public": true,
                                 "at": "2020-01-01T00:00:00Z", "loose": "red", "count": 3, "odd name": "ü",
                                 "body": "A mill-wheel, on Übel's river (1850)"}
                                """), 1, 0, 0, 0),
                put(sample("b", null, """
                                {"tag": "red", "year": [2021, 2030], "price": 2, "public": false,
                                 "at": "2021-06-01T12:00:00+02:00", "loose": ["blue"], "count": -3, "body": ["A mill", "by the sea"]}
                                """), 0, 1, 0, 0),
                put(sample("c", "y", "{\"tag\": [], \"year\": null, \"loose\": 3}"), 0, 0, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata.tag", "metadata.loose"})
    void findsATextExactly(String field) {
        Set<String> red = field.equals("metadata.tag") ? Set.of("a", "b") : Set.of("a");
        assertThat(found(equal(field, "red"))).isEqualTo(red);
        assertThat(found(equal(field, "re"))).isEmpty();
        assertThat(found(equal(field, "RED"))).isEmpty();
    }

    @Test
    void findsAWholeNumber() {
        assertThat(found(new Filter.Equal("metadata.year", new Scalar.Whole(2030))))
                .containsExactly("b");
        assertThat(found(new Filter.Equal("metadata.count", new Scalar.Whole(-3))))
                .containsExactly("b");
        assertThat(found(new Filter.Equal("version", new Scalar.Whole(1)))).containsExactly("a", "b", "c");
    }

    @Test
    void findsAFlag() {
        assertThat(found(new Filter.Equal("metadata.public", new Scalar.Flag(true))))
                .containsExactly("a");
        assertThat(found(new Filter.Equal("metadata.public", new Scalar.Flag(false))))
                .containsExactly("b");
    }

    @Test
    void takesATextAndANumberOfTheSameLooksAsDifferent() {
        assertThat(found(equal("metadata.loose", "3"))).isEmpty();
        assertThat(found(new Filter.Equal("metadata.loose", new Scalar.Whole(3))))
                .containsExactly("c");
    }

    @Test
    void findsAnyOfSeveralValues() {
        assertThat(found(new Filter.AnyOf("metadata.loose", List.of(new Scalar.Text("red"), new Scalar.Text("blue")))))
                .containsExactly("a", "b");
        assertThat(found(new Filter.AnyOf("metadata.year", List.of(new Scalar.Whole(2020), new Scalar.Whole(2030)))))
                .containsExactly("a", "b");
        assertThat(found(new Filter.AnyOf(
                        "metadata.loose", List.of(new Scalar.Text("red"), new Scalar.Whole(3), new Scalar.Flag(true)))))
                .containsExactly("a", "c");
        assertThat(found(new Filter.AnyOf("metadata.public", List.of(new Scalar.Flag(true), new Scalar.Flag(false)))))
                .containsExactly("a", "b");
    }

    @Test
    void findsNumbersWithinBounds() {
        assertThat(found(new Filter.Range("metadata.price", 1.5, null, null, null)))
                .containsExactly("b");
        assertThat(found(new Filter.Range("metadata.price", null, 1.5, null, null)))
                .containsExactly("a", "b");
        assertThat(found(new Filter.Range("metadata.price", null, null, 2.0, null)))
                .containsExactly("a");
        assertThat(found(new Filter.Range("metadata.price", null, null, null, 2.0)))
                .containsExactly("a", "b");
        assertThat(found(new Filter.Range("metadata.year", 2020.0, null, 2030.0, null)))
                .containsExactly("b");
        assertThat(found(new Filter.Range("metadata.count", null, null, 0.0, null)))
                .containsExactly("b");
    }

    @Test
    void findsDatesWithinBounds() {
        assertThat(found(new Filter.DateRange("metadata.at", "2020-01-01T00:00:00Z", null, null, null)))
                .containsExactly("b");
        assertThat(found(new Filter.DateRange("metadata.at", null, "2020-01-01T00:00:00Z", null, null)))
                .containsExactly("a", "b");
        assertThat(found(new Filter.DateRange("metadata.at", null, null, "2021-06-01T10:00:00Z", null)))
                .containsExactly("a");
        assertThat(found(new Filter.DateRange("metadata.at", null, null, null, "2021-06-01T11:00:00+01:00")))
                .containsExactly("a", "b");
        assertThat(found(new Filter.DateRange("ingestedAt", "2020-01-01T00:00:00Z", null, null, null)))
                .containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"metadata.tag", "metadata.year", "metadata.price"})
    void findsWhatIsMissingNullOrEmpty(String field) {
        assertThat(found(new Filter.Missing(field))).containsExactly("c");
    }

    @Test
    void findsATextByItsWords() {
        assertThat(found(words("metadata.body", "mill"))).containsExactly("a", "b");
        assertThat(found(words("metadata.body", "RIVER wheel"))).containsExactly("a");
        assertThat(found(words("metadata.body", "übel 1850"))).containsExactly("a");
        assertThat(found(words("metadata.body", "mil"))).isEmpty();
        assertThat(found(words("metadata.body", "mill unheard"))).isEmpty();
        assertThat(found(words("text", "text b"))).containsExactly("b");
    }

    @Test
    void findsTheWordsOfAListOfTextsInAllOfThemTogether() {
        assertThat(found(words("metadata.body", "sea mill"))).containsExactly("b");
    }

    @Test
    void findsChunksByTheirIds() {
        String a = find(store, equal("documentId", "a")).get(0).id();
        String c = find(store, equal("documentId", "c")).get(0).id();

        assertThat(found(new Filter.Chunks(List.of(a, c, "00000000-0000-5000-8000-000000000000"))))
                .containsExactly("a", "c");
        assertThat(found(new Filter.Not(new Filter.Chunks(List.of(a))))).containsExactly("b", "c");
        assertThat(found(new Filter.Chunks(List.of()))).isEmpty();
    }

    @Test
    void findsTheTenantsOwnAndNobodys() {
        assertThat(found(equal("tenant", "x"))).containsExactly("a");
        assertThat(found(new Filter.Missing("tenant"))).containsExactly("b");
    }

    @Test
    void findsByANameOfOddCharacters() {
        assertThat(found(equal("metadata.odd name", "ü"))).containsExactly("a");
    }

    @Test
    void combinesFilters() {
        Filter red = equal("metadata.tag", "red");
        Filter open = new Filter.Equal("metadata.public", new Scalar.Flag(true));
        Filter c = equal("documentId", "c");

        assertThat(found(new Filter.And(List.of(red, open)))).containsExactly("a");
        assertThat(found(new Filter.Or(List.of(open, c)))).containsExactly("a", "c");
        assertThat(found(new Filter.Not(red))).containsExactly("c");
        assertThat(found(new Filter.Not(new Filter.And(List.of(red, open))))).containsExactly("b", "c");
        assertThat(found(new Filter.Not(new Filter.Or(List.of(open, c))))).containsExactly("b");
        assertThat(found(new Filter.Not(new Filter.Not(red)))).containsExactly("a", "b");
        assertThat(found(new Filter.And(List.of(new Filter.Or(List.of(red, c)), new Filter.Not(open)))))
                .containsExactly("b", "c");
    }

    @Test
    void takesNoConditionsAsAllOfThemAndNoneOfAny() {
        assertThat(found(Filter.ALL)).containsExactly("a", "b", "c");
        assertThat(found(new Filter.Or(List.of()))).isEmpty();
        assertThat(found(new Filter.Not(Filter.ALL))).isEmpty();
        assertThat(found(new Filter.Not(new Filter.Or(List.of())))).containsExactly("a", "b", "c");
        assertThat(found(new Filter.And(List.of(Filter.ALL, equal("documentId", "a")))))
                .containsExactly("a");
    }

    private Set<String> found(Filter filter) {
        Set<String> documents = new TreeSet<>();
        for (Chunk chunk : find(store, filter)) {
            documents.add(chunk.documentId());
        }
        return documents;
    }

    private static Filter words(String field, String text) {
        return new Filter.HasWords(field, text);
    }

    private static Filter equal(String field, String value) {
        return new Filter.Equal(field, new Scalar.Text(value));
    }

    private static Chunk sample(String documentId, @Nullable String tenant, String metadata) {
        try {
            return chunk(
                    documentId, tenant, "r1", "text of " + documentId, Metadata.of(Json.MAPPER.readTree(metadata)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
