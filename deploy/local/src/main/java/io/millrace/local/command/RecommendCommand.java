package io.millrace.local.command;

import static io.millrace.local.command.RetrievalOptions.notBlank;
import static io.millrace.local.command.RetrievalOptions.require;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.local.client.QueryClient;
import io.millrace.retrieve.RecommendStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace recommend}. */
@Command(
        name = "recommend",
        description = "Has the running query job choose the chunks that are most like examples, and unlike others.")
final class RecommendCommand implements Callable<Integer> {
    @Option(names = "--document", paramLabel = "ID", description = "Like this document. May be repeated.")
    private List<String> documents = new ArrayList<>();

    @Option(names = "--chunk", paramLabel = "ID", description = "Like this chunk. May be repeated.")
    private List<String> chunks = new ArrayList<>();

    @Option(names = "--text", paramLabel = "TEXT", description = "Like this text. May be repeated.")
    private List<String> texts = new ArrayList<>();

    @Option(names = "--not-document", paramLabel = "ID", description = "Unlike this document. May be repeated.")
    private List<String> otherDocuments = new ArrayList<>();

    @Option(names = "--not-chunk", paramLabel = "ID", description = "Unlike this chunk. May be repeated.")
    private List<String> otherChunks = new ArrayList<>();

    @Option(names = "--not-text", paramLabel = "TEXT", description = "Unlike this text. May be repeated.")
    private List<String> otherTexts = new ArrayList<>();

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            description = "How examples become a score: average_vector, best_score or sum_scores.")
    private @Nullable String strategy;

    @Mixin
    private RetrievalOptions retrieval = new RetrievalOptions();

    @Mixin
    private AnswerOptions answer = new AnswerOptions();

    @Override
    public Integer call() throws Exception {
        return answer.of(request());
    }

    /** The request that the options describe. */
    ObjectNode request() {
        ObjectNode request = QueryClient.request("recommend");
        put(request, "positive", documents, chunks, texts);
        put(request, "negative", otherDocuments, otherChunks, otherTexts);
        if (!request.has("positive") && !request.has("negative")) {
            throw new UsageException("There must be an example: --document, --chunk or --text, or one to be unlike:"
                    + " --not-document, --not-chunk or --not-text");
        }
        if (strategy != null) {
            String name = strategy.toLowerCase(Locale.ROOT);
            require(
                    RecommendStrategy.ofWireName(name) != null,
                    "--strategy must be one of " + RecommendStrategy.names() + ", got %s",
                    strategy);
            request.put("strategy", name);
        }
        retrieval.describe(request);
        return request;
    }

    private static void put(
            ObjectNode request, String field, List<String> documents, List<String> chunks, List<String> texts) {
        ArrayNode examples = request.arrayNode();
        documents.forEach(id -> examples.addObject().put("documentId", notBlank("a document's id", id)));
        chunks.forEach(id -> examples.addObject().put("chunkId", notBlank("a chunk's id", id)));
        texts.forEach(text -> examples.addObject().put("text", notBlank("a text", text)));
        if (!examples.isEmpty()) {
            request.set(field, examples);
        }
    }
}
