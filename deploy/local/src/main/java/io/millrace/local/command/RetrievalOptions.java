package io.millrace.local.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.answer.RequestLimits;
import io.millrace.document.json.Json;
import io.millrace.failure.RejectedException;
import io.millrace.retrieve.FilterJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The fields of a request that every type has: which chunks may be found, and how many. What no query job takes is refused
 * here; what depends on the job's configuration, such as the largest {@code topK}, is left to it.
 */
final class RetrievalOptions {
    @Option(names = "--top-k", paramLabel = "N", description = "Chunks to retrieve.")
    private @Nullable Integer topK;

    @Option(names = "--min-score", paramLabel = "S", description = "The least score of a chunk.")
    private @Nullable Double minScore;

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
            names = "--id",
            paramLabel = "ID",
            description =
                    "The request's id, else one that nobody has. A question that was answered gets its answer again.")
    private @Nullable String id;

    /** Puts them into the request. */
    void describe(ObjectNode request) {
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
        if (filter != null) {
            request.set("filter", filter(filter));
        }
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

    static String notBlank(String option, String value) {
        require(!value.isBlank(), option + " must not be blank, got '%s'", value);
        return value;
    }

    static void require(boolean met, String rule, Object given) {
        if (!met) {
            throw new UsageException(rule.formatted(given));
        }
    }
}
