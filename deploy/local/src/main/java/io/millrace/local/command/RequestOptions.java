package io.millrace.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.answer.RequestLimits;
import io.millrace.document.json.Json;
import io.millrace.failure.RejectedException;
import io.millrace.local.client.QueryClient;
import io.millrace.retrieve.FilterJson;
import io.millrace.retrieve.SearchMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A request's fields, as {@code ask} and {@code search} share them. What no query job takes is refused here; what depends
 * on the job's configuration, such as the largest {@code topK}, is left to it.
 */
final class RequestOptions {
    private static final String STANDARD_INPUT = "-";

    @Parameters(paramLabel = "QUESTION", description = "The question; '-' reads it from standard input.")
    private String question = "";

    @Option(names = "--top-k", paramLabel = "N", description = "Chunks to retrieve.")
    private @Nullable Integer topK;

    @Option(names = "--min-score", paramLabel = "S", description = "The least score of a chunk.")
    private @Nullable Double minScore;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "What chunks are found by: dense, their vectors; sparse, their words; hybrid, both; auto.")
    private @Nullable String mode;

    @Option(
            names = "--diversity",
            paramLabel = "D",
            description = "How unlike each other the chunks shall be, from 0 to 1.")
    private @Nullable Double diversity;

    @Option(names = "--one-per-document", description = "Only the best chunk of a document counts.")
    private boolean onePerDocument;

    @Option(
            names = "--neighbours",
            paramLabel = "N",
            description = "Chunks before and after each one that are read along, from 0 to 10.")
    private @Nullable Integer neighbours;

    @Option(
            names = "--filter",
            paramLabel = "JSON",
            description = "What chunks must satisfy, as '{\"metadata.lang\": \"en\"}'.")
    private @Nullable String filter;

    @Option(names = "--tenant", paramLabel = "NAME", description = "Whose documents.")
    private @Nullable String tenant;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "A group whose documents may be seen. May be repeated.")
    private List<String> groups = new ArrayList<>();

    @Option(
            names = "--conversation",
            paramLabel = "ID",
            description = "The conversation that the question is part of: it is understood with those before it.")
    private @Nullable String conversation;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The request's id, else one that nobody has. One that was answered gets its answer again.")
    private @Nullable String id;

    /** The request that the options describe. */
    ObjectNode request(String type) throws IOException {
        ObjectNode request = QueryClient.request(type, question());
        if (id != null) {
            request.put("id", notBlank("--id", id));
        }
        if (topK != null) {
            request.put("topK", topK);
            require(topK >= 1, "--top-k must be at least 1, got %s", topK);
        }
        if (minScore != null) {
            request.put("minScore", minScore);
            require(Double.isFinite(minScore), "--min-score must be a finite number, got %s", minScore);
        }
        if (mode != null) {
            String name = mode.toLowerCase(Locale.ROOT);
            require(
                    SearchMode.ofWireName(name) != null,
                    "--mode must be one of " + SearchMode.names() + ", got %s",
                    mode);
            request.put("mode", name);
        }
        if (diversity != null) {
            request.put("diversity", diversity);
            require(diversity >= 0 && diversity <= 1, "--diversity must be from 0 to 1, got %s", diversity);
        }
        if (onePerDocument) {
            request.put("onePerDocument", true);
        }
        if (neighbours != null) {
            request.put("neighbours", neighbours);
            require(
                    neighbours >= 0 && neighbours <= RequestLimits.MAX_NEIGHBOURS,
                    "--neighbours must be from 0 to " + RequestLimits.MAX_NEIGHBOURS + ", got %s",
                    neighbours);
        }
        if (tenant != null) {
            request.put("tenant", notBlank("--tenant", tenant));
        }
        if (!groups.isEmpty()) {
            groups.forEach(group -> notBlank("--group", group));
            groups.forEach(request.putArray("groups")::add);
        }
        if (conversation != null) {
            request.put("conversation", notBlank("--conversation", conversation));
        }
        if (filter != null) {
            request.set("filter", filter(filter));
        }
        return request;
    }

    private String question() throws IOException {
        if (!question.equals(STANDARD_INPUT)) {
            return notBlank("QUESTION", question);
        }
        InputStream in = System.in;
        return notBlank(
                "the question on standard input", new String(in.readAllBytes(), Charset.defaultCharset()).strip());
    }

    private static JsonNode filter(String text) {
        try {
            JsonNode filter = Json.MAPPER.readTree(text);
            FilterJson.decode(filter);
            return filter;
        } catch (JsonProcessingException e) {
            throw new UsageException("--filter must be JSON, got '%s': %s".formatted(text, e.getOriginalMessage()));
        } catch (RejectedException e) {
            throw new UsageException("--filter can't be used: " + e.getMessage());
        }
    }

    private static String notBlank(String option, String value) {
        require(!value.isBlank(), option + " must not be blank, got '%s'", value);
        return value;
    }

    private static void require(boolean met, String rule, Object given) {
        if (!met) {
            throw new UsageException(rule.formatted(given));
        }
    }
}
