package io.millrace.job.dryrun;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.json.Json;
import io.millrace.plan.LetterCounts;
import io.millrace.usage.Budget;
import io.millrace.usage.Money;
import io.millrace.usage.Price;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an ingest job would do and cost.
 *
 * @param counts what the dry run counted, by name
 * @param terms what it is priced with
 */
public record DryRunReport(Map<String, Long> counts, Terms terms) {
    public DryRunReport {
        counts = Map.copyOf(counts);
    }

    /** Tokens that would be embedded: of texts that are equal, those of one. */
    public long tokens() {
        return count("estimate-tokens");
    }

    /** Chunks that would get a vector. */
    public long chunks() {
        return count("added");
    }

    /** What that would cost, or null when the model's price isn't known. */
    public @Nullable Money cost() {
        Price price = terms.price();
        return price == null ? null : new Money(price.cost(tokens(), 0), terms.currency());
    }

    /** Documents that would become dead letters, by stage and code. */
    public Map<String, Long> letters() {
        Map<String, Long> letters = new TreeMap<>();
        counts.forEach((name, count) -> {
            if (name.startsWith(LetterCounts.PREFIX)) {
                letters.put(name.substring(LetterCounts.PREFIX.length()), count);
            }
        });
        return letters;
    }

    /** For a person to read. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("dry run  nothing was written, and no model was called");
        lines.add(text(
                "records  %,d in = %,d to index + %,d unchanged + %,d superseded + %,d to delete + %,d dead letters",
                count("records"),
                count("documents"),
                count("unchanged"),
                superseded(),
                count("deletes"),
                letters().values().stream().mapToLong(Long::longValue).sum()));
        letters().forEach((name, count) -> lines.add(text("         %,d dead letters: %s", count, name)));
        lines.add(text(
                "chunks   %,d to embed, %,d to move, %,d to keep, %,d to remove",
                chunks(), count("moved"), count("kept"), count("removed")));
        lines.add(text(
                "tokens   %,d in %,d texts, in %,d requests or more; %,d if equal texts were sent each time",
                tokens(), count("estimate-texts"), count("estimate-requests"), count("estimate-all-tokens")));
        if (counts.containsKey("gone")) {
            lines.add(text("prune    %,d documents that the source no longer has", count("gone")));
        }
        lines.add(costLine());
        if (terms.budget() != null) {
            lines.add(budgetLine(terms.budget()));
        }
        return lines;
    }

    /** For a program: everything. */
    public ObjectNode json() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.putObject("records")
                .put("read", count("records"))
                .put("index", count("documents"))
                .put("unchanged", count("unchanged"))
                .put("superseded", superseded())
                .put("delete", count("deletes"));
        ObjectNode letters = json.putObject("deadLetters");
        letters().forEach(letters::put);
        json.putObject("chunks")
                .put("embed", chunks())
                .put("move", count("moved"))
                .put("keep", count("kept"))
                .put("remove", count("removed"));
        if (counts.containsKey("gone")) {
            json.put("prune", count("gone"));
        }
        json.put("model", terms.model());
        json.put("texts", count("estimate-texts"));
        json.put("tokens", tokens());
        json.put("allTokens", count("estimate-all-tokens"));
        json.put("requests", count("estimate-requests"));
        Money cost = cost();
        if (cost != null) {
            json.putObject("cost").put("amount", cost.amount()).put("currency", cost.currency());
            json.put("pricesAsOf", terms.asOf().toString());
        }
        Budget budget = terms.budget();
        if (budget != null) {
            json.putObject("budget")
                    .put("amount", budget.amount().amount())
                    .put("currency", budget.currency())
                    .put("period", budget.period().wireName());
        }
        return json;
    }

    private String costLine() {
        Money cost = cost();
        return cost == null
                ? text("cost     unknown: prices.models has no price of %s", terms.model())
                : text("cost     %s of %s (prices of %s)", cost, terms.model(), terms.asOf());
    }

    private String budgetLine(Budget budget) {
        Money cost = cost();
        if (cost == null || cost.nanos() <= budget.nanos()) {
            return text("budget   %s: enough, if it isn't spent otherwise", budget);
        }
        long periods = (cost.nanos() + budget.nanos() - 1) / budget.nanos();
        return text(
                "budget   %s: it would take %,d periods (%s)",
                budget, periods, budget.period().wireName());
    }

    private long superseded() {
        return count("superseded") + count("outdated");
    }

    private long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
