package io.millrace.job;

import io.millrace.job.dryrun.Terms;
import io.millrace.usage.Money;
import io.millrace.usage.Price;
import io.millrace.usage.SpendName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run spent on models, in words. */
public final class SpendSummary {
    /** Tenants that are named, those that spent most. */
    private static final int TENANTS = 10;

    private SpendSummary() {}

    /** As {@link #lines(Map, Terms)}, of several models in turn. */
    public static List<String> lines(Map<String, ?> counted, List<Terms> models) {
        return models.stream().flatMap(terms -> lines(counted, terms).stream()).toList();
    }

    /** Reads what a job counted; no line when no model was called. */
    public static List<String> lines(Map<String, ?> counted, Terms terms) {
        Map<@Nullable String, Spent> byTenant = new HashMap<>();
        counted.forEach((name, count) -> {
            SpendName spend = SpendName.parse(name);
            if (spend != null && spend.model().equals(terms.model()) && count instanceof Number number) {
                byTenant.merge(spend.tenant(), Spent.of(spend.counted(), number.longValue()), Spent::plus);
            }
        });
        Spent total = byTenant.remove(null);
        if (total == null || total.requests == 0) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(total(total, terms));
        byTenant.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.comparingLong(Spent::nanos)
                        .thenComparingLong(Spent::tokens)
                        .reversed()))
                .limit(TENANTS)
                .forEach(tenant -> lines.add(tenant(String.valueOf(tenant.getKey()), tenant.getValue(), terms)));
        if (byTenant.size() > TENANTS) {
            lines.add(text("         and %,d more tenants", byTenant.size() - TENANTS));
        }
        return lines;
    }

    private static String total(Spent spent, Terms terms) {
        String took = text("%,d requests, %,d tokens of %s", spent.requests, spent.tokens, terms.model());
        Price price = terms.price();
        if (price == null) {
            return "cost     unknown: " + took + ", whose price isn't in prices.models";
        }
        return price.equals(Price.FREE)
                ? "cost     nothing: " + took
                : text("cost     %s: %s (prices of %s)", new Money(spent.nanos, terms.currency()), took, terms.asOf());
    }

    private static String tenant(String name, Spent spent, Terms terms) {
        Price price = terms.price();
        String cost = price == null || price.equals(Price.FREE) ? "" : new Money(spent.nanos, terms.currency()) + ", ";
        return text("         %s: %s%,d tokens", name, cost, spent.tokens);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private record Spent(long requests, long tokens, long nanos) {
        static Spent of(String counted, long amount) {
            return switch (counted) {
                case "requests" -> new Spent(amount, 0, 0);
                case "tokens" -> new Spent(0, amount, 0);
                case "nanos" -> new Spent(0, 0, amount);
                default -> new Spent(0, 0, 0);
            };
        }

        Spent plus(Spent other) {
            return new Spent(requests + other.requests, tokens + other.tokens, nanos + other.nanos);
        }
    }
}
