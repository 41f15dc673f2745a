package io.millrace.embed;

import io.millrace.embed.EmbedSettings.Payment;
import io.millrace.usage.SpendCounts;
import io.millrace.usage.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What answered requests cost, by tenant. A tenant's part of a request's tokens is that of its texts; a request of several
 * tenants counts as the first one's.
 *
 * <p>Bills come on any thread; all else belongs to the task's.
 */
final class Bills {
    private final Queue<EmbeddingBatcher.Answered> open = new ConcurrentLinkedQueue<>();
    private final SpendCounts counts;
    private final Payment money;

    Bills(SpendCounts counts, Payment money) {
        this.counts = counts;
        this.money = money;
    }

    void add(EmbeddingBatcher.Answered answered) {
        open.add(answered);
    }

    /** Counts the bills that have come. */
    void settle() {
        for (EmbeddingBatcher.Answered next = open.poll(); next != null; next = open.poll()) {
            count(next);
        }
    }

    /** Puts the counts into the checkpoint that is being made. */
    void snapshot() throws Exception {
        settle();
        counts.snapshot();
    }

    private void count(EmbeddingBatcher.Answered answered) {
        Usage usage = answered.usage();
        Map<@Nullable String, Long> counted = byTenant(answered.texts());
        long all = counted.values().stream().mapToLong(Long::longValue).sum();
        long requests = usage.requests();
        long tokensLeft = usage.inputTokens();
        long costLeft = money.cost(usage.inputTokens());
        int tenantsLeft = counted.size();
        for (Map.Entry<@Nullable String, Long> tenant : counted.entrySet()) {
            boolean last = --tenantsLeft == 0;
            // In floating point: as whole numbers the product could be too large.
            long tokens = last || all == 0
                    ? tokensLeft
                    : Math.min(tokensLeft, Math.round(usage.inputTokens() * (tenant.getValue() / (double) all)));
            long cost = last ? costLeft : Math.min(costLeft, money.cost(tokens));
            counts.add(tenant.getKey(), requests, tokens, cost);
            requests = 0;
            tokensLeft -= tokens;
            costLeft -= cost;
        }
    }

    private static Map<@Nullable String, Long> byTenant(List<PendingText> texts) {
        Map<@Nullable String, Long> tokens = new LinkedHashMap<>();
        for (PendingText text : texts) {
            tokens.merge(text.tenant(), (long) text.tokens(), Long::sum);
        }
        return tokens;
    }
}
