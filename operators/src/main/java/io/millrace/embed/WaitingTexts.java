package io.millrace.embed;

import io.millrace.embed.Batch.Item;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/** The texts that wait for a request, in order, and how many of them fill one. Not safe for use by many threads. */
final class WaitingTexts {
    private final EmbeddingLimits limits;
    private final boolean together;
    private final Deque<Item> items = new ArrayDeque<>();
    private long tokens;
    private long bytes;

    /** @param together whether a request holds texts of one document only */
    WaitingTexts(EmbeddingLimits limits, boolean together) {
        this.limits = limits;
        this.together = together;
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
                || bytes >= limits.bytesPerRequest()
                // Texts come document by document: the first one's are all there.
                || (!items.isEmpty() && !mayGoTogether(items.getFirst(), items.getLast()));
    }

    private boolean mayGoTogether(Item one, Item other) {
        return !together || Objects.equals(one.first().document(), other.first().document());
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
            if (!request.isEmpty() && !(fits && mayGoTogether(request.get(0), head))) {
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
