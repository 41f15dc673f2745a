package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request may ask for, over a handful of documents. */
@ExtendWith(EndToEnd.class)
class RequestOptionsITCase {
    private static Flow flow;

    @BeforeAll
    static void start(Flow own) {
        flow = own;
        flow.set("qdrant.fields.metadata.year", "integer")
                .set("qdrant.fields.metadata.grain", "keyword")
                .set("qdrant.fields.metadata.tags", "keyword")
                .set("qdrant.fields.metadata.open", "bool");
        flow.ingest();
        flow.query();
        flow.documents().send("a", """
                {"tenant": "north", "text": "A mill for barley.", "kind": "memory",
                 "metadata": {"year": 1850, "grain": "barley", "tags": ["old", "river"], "open": true}}""");
        flow.documents().send("b", """
                {"tenant": "north", "text": "A mill for barley and wheat.",
                 "metadata": {"year": 1900, "grain": "wheat", "tags": ["river"], "open": false}}""");
        flow.documents().send("c", """
                {"tenant": "south", "text": "A mill for barley, wheat and rye.",
                 "metadata": {"year": 1950, "grain": "rye", "tags": [], "open": true}}""");
        flow.documents().send("d", """
                {"text": "The committee met on Tuesday.", "metadata": {"year": 2000}}""");
        flow.index().await(points -> points.size() == 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"metadata.year\": 1900} | b",
                "{\"metadata.year\": {\"gte\": 1900, \"lt\": 2000}} | b, c",
                "{\"metadata.grain\": \"barley\"} | a",
                "{\"metadata.grain\": [\"barley\", \"rye\"]} | a, c",
                "{\"metadata.tags\": \"river\"} | a, b",
                "{\"metadata.tags\": {\"anyOf\": [\"old\", \"new\"]}} | a",
                "{\"metadata.tags\": null} | c, d",
                "{\"metadata.open\": true} | a, c",
                "{\"kind\": \"memory\"} | a",
                "{\"documentId\": [\"a\", \"d\"]} | a, d",
                "{\"tenant\": \"south\"} | c",
                "{\"or\": [{\"metadata.year\": 1850}, {\"metadata.grain\": \"rye\"}]} | a, c",
                "{\"not\": {\"metadata.tags\": \"river\"}} | c, d",
                "{\"metadata.tags\": \"river\", \"metadata.open\": false} | b",
                "{\"metadata.year\": 1} | ~~",
            })
    void appliesAFilter(String filter, String documents) {
        var answered = flow.request("\"type\": \"search\", \"query\": \"mill\", \"filter\": " + filter);

        assertThat(answered.found())
                .containsExactlyInAnyOrderElementsOf(
                        documents.isEmpty() ? List.of() : List.of(documents.split(", ", -1)));
    }

    @Test
    void findsAtMostTopKChunks() {
        assertThat(flow.request("\"type\": \"search\", \"query\": \"a mill for barley\", \"topK\": 2")
                        .found())
                .containsExactly("a", "b");
    }

    @Test
    void leavesOutChunksBelowMinScore() {
        assertThat(flow.request("\"type\": \"search\", \"query\": \"a mill for barley\", \"minScore\": 0.99")
                        .found())
                .containsExactly("a");
    }

    @Test
    void showsATenantItsOwnDocumentsOnly() {
        assertThat(flow.request("\"type\": \"search\", \"query\": \"barley\", \"tenant\": \"south\"")
                        .found())
                .containsExactly("c");
    }

    @Test
    void givesATenantNoOthersDocumentsByAFilter() {
        assertThat(flow.request("""
                        "type": "search", "query": "barley", "tenant": "south",
                        "filter": {"or": [{"tenant": "north"}, {"metadata.year": {"gt": 0}}]}""").found()).containsExactly("c");
    }
}
