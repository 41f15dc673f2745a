package io.millrace.chunk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Says what each cut is worth in a text: first by what it parts, then by how few words the text before and after share
 * (lexical cohesion, as in Hearst's TextTiling), then by a hash. The words are those of a few sentences on either side,
 * so an edit changes what few cuts are worth; and likeness is rounded, so most keep their order even then.
 */
final class Cohesion {
    /** Words on each side. */
    private static final int REACH = 40;
    /** Steps that likeness is rounded to. */
    private static final int STEPS = 6;
    /** The hash decides between what is alike otherwise: all of it is less than a step. */
    private static final double HASH_SHARE = 0.1;

    private final String text;
    private final Consumer<Unit> out;
    private final Deque<Worded> before = new ArrayDeque<>();
    private final Deque<Worded> after = new ArrayDeque<>();
    private int wordsBefore;
    private int wordsAfter;

    /** Units go on to the consumer, in order, with their worth. */
    Cohesion(String text, Consumer<Unit> out) {
        this.text = text;
        this.out = out;
    }

    private record Worded(Unit unit, WordHashes words) {
        /** At least one: what has no words mustn't gather without end. */
        int count() {
            return Math.max(1, words.count());
        }
    }

    void add(Unit unit) {
        Worded worded = new Worded(unit, WordHashes.of(text, unit.start(), unit.end()));
        after.addLast(worded);
        wordsAfter += worded.count();
        while (wordsAfter - after.getFirst().count() >= REACH) {
            handOver();
        }
    }

    /** Hands over what is left. */
    void close() {
        while (!after.isEmpty()) {
            handOver();
        }
    }

    private void handOver() {
        Worded next = after.getFirst();
        out.accept(next.unit().worth(worth(next.unit())));
        after.removeFirst();
        wordsAfter -= next.count();
        before.addFirst(next);
        wordsBefore += next.count();
        while (wordsBefore - before.getLast().count() >= REACH) {
            wordsBefore -= before.removeLast().count();
        }
    }

    private double worth(Unit unit) {
        double alike = Math.floor(likeness() * STEPS) / STEPS;
        int hash = text.substring(unit.start(), unit.end()).hashCode() * 0x9E3779B1;
        double chance = (hash >>> 8) / (double) (1 << 24);
        return unit.before().worth() + (1 - HASH_SHARE) * (1 - alike) * 0.9 + HASH_SHARE * chance;
    }

    /** The cosine of the two sides' word counts. */
    private double likeness() {
        Map<Integer, Integer> one = new HashMap<>();
        int room = REACH;
        for (Iterator<Worded> units = before.iterator(); units.hasNext() && room > 0; ) {
            room -= units.next().words().addLast(room, one);
        }
        Map<Integer, Integer> other = new HashMap<>();
        room = REACH;
        for (Iterator<Worded> units = after.iterator(); units.hasNext() && room > 0; ) {
            room -= units.next().words().addFirst(room, other);
        }
        double product = 0;
        for (Map.Entry<Integer, Integer> word : one.entrySet()) {
            product += word.getValue() * other.getOrDefault(word.getKey(), 0);
        }
        return product == 0 ? 0 : product / Math.sqrt(squares(one) * squares(other));
    }

    private static double squares(Map<Integer, Integer> counts) {
        double sum = 0;
        for (int count : counts.values()) {
            sum += (double) count * count;
        }
        return sum;
    }
}
