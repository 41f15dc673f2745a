package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.rerank.WordOverlap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A server of rerank models. A document's score is the share of the query's words that it has. */
public abstract class StubRerank extends StubProvider {
    private final String path;

    protected StubRerank(String path) {
        this.path = path;
    }

    @Override
    protected final boolean serves(String asked) {
        return asked.equals(path);
    }

    /** Documents that a request may have. */
    public abstract int mostDocuments();

    /** The results, best first, each with its index and its score under that name. */
    protected static List<ObjectNode> ranked(String query, JsonNode documents, String score, int most) {
        List<ObjectNode> results = new ArrayList<>();
        for (int index = 0; index < documents.size(); index++) {
            results.add(JSON.createObjectNode()
                    .put("index", index)
                    .put(score, WordOverlap.score(query, documents.get(index).asText())));
        }
        results.sort(Comparator.comparingDouble(result -> -result.path(score).asDouble()));
        return results.subList(0, Math.min(most, results.size()));
    }

    /** Words of the query and a document together, over all documents. */
    protected static int tokens(String query, JsonNode documents) {
        int tokens = 0;
        for (JsonNode document : documents) {
            tokens += query.split("\\s+").length + document.asText().split("\\s+").length;
        }
        return tokens;
    }
}
