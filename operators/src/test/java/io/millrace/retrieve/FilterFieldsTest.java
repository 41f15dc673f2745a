package io.millrace.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.failure.RejectedException;
import io.millrace.index.FieldType;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FilterFieldsTest {
    @Test
    void areThoseOfEveryCondition() {
        Filter filter = FilterJson.decode("""
                {"and": [{"a": 1}, {"b": ["x"]}], "or": [{"c": {"gt": 1}}, {"d": {"lt": "2026-01-01"}}],
                 "not": {"not": {"e": null}}, "f": {"text": "x"}, "a": true}""");

        assertThat(FilterFields.of(filter)).containsExactly("a", "b", "c", "d", "e", "f");
        assertThat(FilterFields.of(Filter.ALL)).isEmpty();
    }

    @Test
    void areAllKnownOrRefused() {
        Map<String, FieldType> known = Map.of("b", FieldType.KEYWORD, "a", FieldType.INTEGER);

        assertThatCode(() -> FilterFields.check(FilterJson.decode("{\"a\": 1, \"b\": \"x\"}"), known))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> FilterFields.check(FilterJson.decode("{\"or\": [{\"z\": null}]}"), known))
                .isInstanceOf(RejectedException.class)
                .hasMessage("Unknown filter field 'z'. Known: a, b. Metadata fields are declared under qdrant.fields");
    }

    @Test
    void mayNotBeNestedWithoutEnd() {
        String deep = "{\"not\": ".repeat(17) + "{}" + "}".repeat(17);

        assertThatThrownBy(() -> FilterJson.decode(deep))
                .isInstanceOf(RejectedException.class)
                .hasMessage("'filter" + ".not".repeat(17) + "' must be nested at most 16 deep, got more");
    }
}
