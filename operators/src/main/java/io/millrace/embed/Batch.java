package io.millrace.embed;

import java.util.ArrayList;
import java.util.List;

/**
 * The texts of one request.
 *
 * @param items the texts, at least one where it is to be sent
 * @param suspects texts of a rejected request that these were taken from: if these are accepted, one of those is at fault
 * @param attempt how often it was tried, this time included
 * @param notBefore when it may go; {@link System#nanoTime()}'s
 */
record Batch(List<Item> items, List<Item> suspects, int attempt, long notBefore) {
    static Batch of(List<Item> items, long now) {
        return new Batch(items, List.of(), 1, now);
    }

    /**
     * One half of the texts of a request that was rejected, to tell which half holds the one at fault: half the texts a
     * step, and the other half needn't be sent to know.
     */
    static Batch halfOf(List<Item> rejected, long now) {
        int middle = rejected.size() / 2;
        return middle == 0
                ? of(rejected, now)
                : new Batch(rejected.subList(0, middle), rejected.subList(middle, rejected.size()), 1, now);
    }

    Batch again(long at) {
        return new Batch(items, suspects, attempt + 1, at);
    }

    /** Of a request that is nobody's fault, the texts that somebody still waits for, as they are to be sent next. */
    Batch wanted() {
        if (!suspects.isEmpty() || items.stream().allMatch(Item::isWanted)) {
            return this;
        }
        return new Batch(items.stream().filter(Item::isWanted).toList(), suspects, attempt, notBefore);
    }

    /** The texts and the suspects. */
    List<Item> all() {
        List<Item> all = new ArrayList<>(items);
        all.addAll(suspects);
        return all;
    }

    long tokens() {
        return items.stream().mapToLong(Item::tokens).sum();
    }

    List<String> texts() {
        return items.stream().map(Item::text).toList();
    }

    /** A text with all that wait for its vector. Guarded by its batcher, until its outcome is told. */
    static final class Item {
        private final PendingText first;
        private final long bytes;
        private final List<PendingText> others = new ArrayList<>(0);

        Item(PendingText first) {
            this.first = first;
            this.bytes = utf8(first.text());
        }

        void add(PendingText other) {
            others.add(other);
        }

        PendingText first() {
            return first;
        }

        List<PendingText> others() {
            return others;
        }

        boolean isWanted() {
            return first.isWanted() || others.stream().anyMatch(PendingText::isWanted);
        }

        String text() {
            return first.text();
        }

        int tokens() {
            return first.tokens();
        }

        /** Of the text in UTF-8. */
        long bytes() {
            return bytes;
        }

        private static long utf8(String text) {
            long bytes = text.length();
            for (int i = 0; i < text.length(); i++) {
                char unit = text.charAt(i);
                if (unit >= 0x80) {
                    // Two units of one character take four bytes together.
                    bytes += unit < 0x800 || Character.isSurrogate(unit) ? 1 : 2;
                }
            }
            return bytes;
        }
    }
}
