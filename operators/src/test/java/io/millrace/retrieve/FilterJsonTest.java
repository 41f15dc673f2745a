package io.millrace.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.failure.RejectedException;
import io.millrace.index.FieldType;
import io.millrace.retrieve.Filter.And;
import io.millrace.retrieve.Filter.AnyOf;
import io.millrace.retrieve.Filter.DateRange;
import io.millrace.retrieve.Filter.Equal;
import io.millrace.retrieve.Filter.Missing;
import io.millrace.retrieve.Filter.Not;
import io.millrace.retrieve.Filter.Or;
import io.millrace.retrieve.Filter.Range;
import io.millrace.retrieve.Filter.Scalar.Flag;
import io.millrace.retrieve.Filter.Scalar.Text;
import io.millrace.retrieve.Filter.Scalar.Whole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FilterJsonTest {
    @Test
    void readsConditionsOfEverySort() {
        assertThat(FilterJson.decode("{}")).isEqualTo(Filter.ALL);
        assertThat(FilterJson.decode("{\"kind\": \"memory\"}")).isEqualTo(new Equal("kind", new Text("memory")));
        assertThat(FilterJson.decode("{\"metadata.year\": 2026}"))
                .isEqualTo(new Equal("metadata.year", new Whole(2026)));
        assertThat(FilterJson.decode("{\"metadata.draft\": false}"))
                .isEqualTo(new Equal("metadata.draft", new Flag(false)));
        assertThat(FilterJson.decode("{\"metadata.price\": 1.5}"))
                .isEqualTo(new Range("metadata.price", null, 1.5, null, 1.5));
        assertThat(FilterJson.decode("{\"metadata.tag\": [\"a\", \"b\"]}"))
                .isEqualTo(new AnyOf("metadata.tag", List.of(new Text("a"), new Text("b"))))
                .isEqualTo(FilterJson.decode("{\"metadata.tag\": {\"anyOf\": [\"a\", \"b\"]}}"));
        assertThat(FilterJson.decode("{\"metadata.year\": {\"gte\": 2020, \"lt\": 2024}}"))
                .isEqualTo(new Range("metadata.year", null, 2020.0, 2024.0, null));
        assertThat(FilterJson.decode("{\"metadata.day\": {\"gt\": \"2026-11-01\"}}"))
                .isEqualTo(new DateRange("metadata.day", "2026-11-01T00:00:00Z", null, null, null));
        assertThat(FilterJson.decode("{\"text\": {\"text\": \"mill wheel\"}}"))
                .isEqualTo(new Filter.HasWords("text", "mill wheel"));
        assertThat(FilterJson.decode("{\"uri\": null}")).isEqualTo(new Missing("uri"));
    }

    @Test
    void readsAndOrNot() {
        Filter a = new Equal("kind", new Text("a"));
        Filter b = new Equal("kind", new Text("b"));

        assertThat(FilterJson.decode("{\"or\": [{\"kind\": \"a\"}, {\"kind\": \"b\"}]}"))
                .isEqualTo(new Or(List.of(a, b)));
        assertThat(FilterJson.decode("{\"and\": [{\"kind\": \"a\"}], \"not\": {\"kind\": \"b\"}}"))
                .isEqualTo(new And(List.of(new And(List.of(a)), new Not(b))));
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        assertRefused("[]", "'filter' must be an object of fields and conditions, got array");
        assertRefused("{\"or\": []}", "'filter.or' must be a list of at least one filter, got array");
        assertRefused("{\"a\": {}}", "'filter.a' must be at least one bound, all numbers or all dates, got none");
        assertRefused(
                "{\"a\": {\"gt\": 1, \"lt\": \"2026-01-01\"}}",
                "'filter.a' must be at least one bound, all numbers or all dates, got both");
        assertRefused(
                "{\"a\": {\"gt\": \"soon\"}}",
                "'filter.a.gt' must be an RFC 3339 date such as 2026-11-01 or 1970-01-01T00:00:00Z, got 'soon'");
        assertRefused("{\"a\": {\"text\": \" -!\"}}", "'filter.a.text' must be a text with a word, got none");
        assertRefused("{\"a\": {\"text\": [\"x\"]}}", "'filter.a.text' must be a text, got array");
        assertRefused("{\"a\": [1, \"x\"]}", "'filter.a' must be values of one type, got several");
    }

    @Test
    void refusesAFieldThatIsNotIndexed() {
        Filter filter = FilterJson.decode("{\"not\": {\"metadata.yaer\": 2026}}");

        assertThatThrownBy(() -> FilterFields.check(
                        filter, Map.of("kind", FieldType.KEYWORD, "metadata.year", FieldType.INTEGER)))
                .isInstanceOf(RejectedException.class)
                .hasMessage("Unknown filter field 'metadata.yaer'. Known: kind, metadata.year."
                        + " Metadata fields are declared under qdrant.fields");
    }

    private static void assertRefused(String json, String message) {
        assertThatThrownBy(() -> FilterJson.decode(json))
                .isInstanceOf(RejectedException.class)
                .hasMessage(message);
    }
}
