package io.millrace.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.failure.RejectedException;
import io.millrace.index.FieldType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FilterTypesTest {
    private static final Map<String, FieldType> KNOWN = Map.of(
            "kind", FieldType.KEYWORD,
            "metadata.year", FieldType.INTEGER,
            "metadata.price", FieldType.FLOAT,
            "metadata.draft", FieldType.BOOL,
            "text", FieldType.TEXT,
            "metadata.day", FieldType.DATETIME);

    @Test
    void leavesValuesOfTheFieldsTypeAsTheyAre() {
        Filter filter = FilterJson.decode("""
                {"kind": ["memory", "skill"], "metadata.year": {"gte": 2020}, "metadata.draft": false,
                 "not": {"metadata.day": {"lt": "2026-01-01"}}, "or": [{"metadata.year": 2024}, {"kind": null}],
                 "text": {"text": "mill"}}""");

        assertThat(FilterTypes.fit(filter, KNOWN)).isEqualTo(filter);
    }

    @Test
    void comparesWholeNumbersWithFloatFields() {
        assertThat(FilterTypes.fit(FilterJson.decode("{\"metadata.price\": 5}"), KNOWN))
                .isEqualTo(new Filter.Range("metadata.price", null, 5.0, null, 5.0));
        assertThat(FilterTypes.fit(FilterJson.decode("{\"metadata.price\": [5, 6]}"), KNOWN))
                .isInstanceOf(Filter.Or.class);
    }

    @Test
    void refusesAValueThatTheFieldNeverHolds() {
        assertRefused(
                "{\"metadata.year\": \"2024\"}",
                "'filter.metadata.year' is of type integer, got a string, which only fields of type keyword or text are"
                        + " compared with");
        assertRefused(
                "{\"kind\": {\"gt\": 5}}",
                "'filter.kind' is of type keyword, got a number, which only fields of type integer or float are compared"
                        + " with");
        assertRefused(
                "{\"metadata.year\": {\"gt\": \"2026-01-01\"}}",
                "'filter.metadata.year' is of type integer, got a date, which only fields of type datetime are compared"
                        + " with");
        assertRefused(
                "{\"kind\": {\"text\": \"mill\"}}",
                "'filter.kind.text' needs a field of type text, and 'kind' is of type keyword: words are found only where"
                        + " qdrant.fields says text");
        assertRefused(
                "{\"kind\": true}",
                "'filter.kind' is of type keyword, got a boolean, which only fields of type bool are compared with");
    }

    private static void assertRefused(String json, String message) {
        assertThatThrownBy(() -> FilterTypes.fit(FilterJson.decode(json), KNOWN))
                .isInstanceOf(RejectedException.class)
                .hasMessage(message);
    }
}
