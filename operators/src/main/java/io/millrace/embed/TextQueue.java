package io.millrace.embed;

import io.millrace.embed.Batch.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The texts that have no outcome yet, and what goes next of them: requests that are tried again and halves of rejected
 * ones when it is their time, then those that came first. Of equal texts one waits for all.
 *
 * <p>Times are {@link System#nanoTime()}'s. Not safe for use by many threads.
 */
final class TextQueue {
    /** What the recent texts and their vectors may take: ten thousand of a small model, two thousand of a large one. */
    private static final long RECENT = 16L << 20;

    /** There is no request to wait for. */
    static final long NOTHING = Long.MAX_VALUE;

    private final boolean joins;
    private final boolean together;
    private final WaitingTexts waiting;
    private final PriorityQueue<Batch> again =
            new PriorityQueue<>((one, other) -> Long.compare(one.notBefore() - other.notBefore(), 0));
    /** By text, what has no outcome yet. */
    private final Map<String, Item> unanswered = new HashMap<>();

    private final RecentTexts recent = new RecentTexts(RECENT);
    /** Whether what waits may go though it fills no request. */
    private boolean released;
    /** Whether it may go however many requests are in flight. */
    private boolean flushed;

    /**
     * An empty queue.
     *
     * @param joins whether a text waits with an equal one that is under way, however long that hangs
     * @param together as {@link EmbeddingModel#readsTogether()}: then no two texts are equal
     */
    TextQueue(EmbeddingLimits limits, boolean joins, boolean together) {
        this.waiting = new WaitingTexts(limits, together);
        this.joins = joins && !together;
        this.together = together;
    }

    /** The vector of an equal text, if one was embedded lately. */
    @Nullable
    Vector known(String text) {
        return recent.get(text);
    }

    /** Takes a text in; whether a request is full now. */
    boolean add(PendingText text) {
        Item same = joins ? unanswered.get(text.text()) : null;
        if (same != null) {
            same.add(text);
            return false;
        }
        Item item = new Item(text);
        unanswered.put(text.text(), item);
        waiting.add(item);
        return waiting.fillRequest();
    }

    /** What waits may go though it fills no request; when few are in flight, or however many are. */
    void release(boolean evenWhenBusy) {
        released = !waiting.isEmpty();
        flushed |= released && evenWhenBusy;
    }

    /** Whether a request may go now, as far as it is up to its texts. */
    boolean isReady(long now, boolean busy) {
        boolean inPart = released && !waiting.isEmpty() && (flushed || !busy);
        return inPart || waiting.fillRequest() || isDue(now);
    }

    /** Nanoseconds until a request is to be tried again; {@link #NOTHING} when none is. */
    long untilAgain(long now) {
        Batch first = again.peek();
        return first == null ? NOTHING : Math.max(first.notBefore() - now, 0);
    }

    /**
     * Takes the next request; one must be ready. Texts that nobody waits for any more are left out of it and forgotten: after
     * an outage they would be paid for, and those that are waited for would come after them. Of such alone there may be
     * none left.
     */
    Batch take(long now) {
        Batch next = isDue(now) ? again.remove() : Batch.of(waiting.take(), now);
        released &= !waiting.isEmpty();
        flushed &= released;
        Batch wanted = next.wanted();
        if (wanted.items().size() < next.items().size()) {
            List<Item> kept = wanted.items();
            forget(next.items().stream().filter(item -> !kept.contains(item)).toList());
        }
        return wanted;
    }

    /** A request that didn't go, or is to be tried again when it is its time. */
    void putBack(Batch batch) {
        again.add(batch);
    }

    /** The request's texts have vectors. If they were taken from a rejected one, the fault is in the rest of it. */
    void accepted(Batch batch, List<Vector> vectors, long now) {
        for (int i = 0; i < vectors.size(); i++) {
            String text = batch.items().get(i).text();
            unanswered.remove(text);
            if (!together) {
                recent.put(text, vectors.get(i));
            }
        }
        if (!batch.suspects().isEmpty()) {
            again.add(Batch.halfOf(batch.suspects(), now));
        }
    }

    /** One of the request's texts is at fault. Gives the one that is, once it is known. */
    List<Item> rejected(Batch batch, long now) {
        // The fault is here, so nothing speaks against the others any more.
        waiting.putBack(batch.suspects());
        released |= !batch.suspects().isEmpty();
        if (batch.items().size() > 1) {
            again.add(Batch.halfOf(batch.items(), now));
            return List.of();
        }
        return forget(batch.items());
    }

    /** Takes all that waits, and lets go of the given texts too. */
    List<Item> takeAll(List<Item> others) {
        List<Item> all = new ArrayList<>(others);
        all.addAll(waiting.takeAll());
        again.forEach(batch -> all.addAll(batch.all()));
        again.clear();
        return forget(all);
    }

    int waiting() {
        return waiting.size();
    }

    private boolean isDue(long now) {
        return untilAgain(now) == 0;
    }

    private List<Item> forget(List<Item> items) {
        items.forEach(item -> unanswered.remove(item.text()));
        return items;
    }
}
