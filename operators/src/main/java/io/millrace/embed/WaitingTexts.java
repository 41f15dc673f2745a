package io.millrace.embed;

import io.millrace.embed.Batch.Item;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The texts that wait for a request, in order, and how many of them fill one. Not safe for use by many threads. */
final class WaitingTexts {
    private final EmbeddingLimits limits;
    private final Deque<Item> items = new ArrayDeque<>();
    private long tokens;
    private long bytes;

    WaitingTexts(EmbeddingLimits limits) {
        this.limits = limits;
    }

    void add(Item item) {
        items.addLast(item);
        count(item, 1);
    }

    /** Before all others, in their order. */
    void putBack(List<Item> earlier) {
        for (int i = earlier.size() - 1; i >= 0; i--) {
            items.addFirst(earlier.get(i));
            count(earlier.get(i), 1);
        }
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    int size() {
        return items.size();
    }

    /** Whether a further text might not fit into the next request. */
    boolean fillRequest() {
        return items.size() >= limits.inputs()
                || tokens >= limits.tokensPerRequest()
                || bytes >= limits.bytesPerRequest();
    }

    /** Takes the texts of the next request: as many as fit, at least one if there is one. */
    List<Item> take() {
        List<Item> request = new ArrayList<>();
        long requestTokens = 0;
        long requestBytes = 0;
        while (!items.isEmpty() && request.size() < limits.inputs()) {
            Item head = items.getFirst();
            requestTokens += head.tokens();
            requestBytes += head.bytes();
            boolean fits = requestTokens <= limits.tokensPerRequest() && requestBytes <= limits.bytesPerRequest();
            if (!fits && !request.isEmpty()) {
                break;
            }
            request.add(items.removeFirst());
            count(head, -1);
        }
        return request;
    }

    /** Takes all. */
    List<Item> takeAll() {
        List<Item> all = new ArrayList<>(items);
        items.clear();
        tokens = 0;
        bytes = 0;
        return all;
    }

    private void count(Item item, int sign) {
        tokens += (long) sign * item.tokens();
        bytes += sign * item.bytes();
    }
}
