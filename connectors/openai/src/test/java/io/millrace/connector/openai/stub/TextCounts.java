package io.millrace.connector.openai.stub;

import java.util.Arrays;

/** How often each text came, by its {@link TextHash}: a hash table of two arrays. Used under a lock. */
final class TextCounts {
    private static final int FIRST_SIZE = 1024;

    private long[] hashes = new long[FIRST_SIZE];
    private int[] counts = new int[FIRST_SIZE];
    private int used;

    void add(long hash, int times) {
        if (used * 2 >= hashes.length) {
            grow();
        }
        counts[slot(hash)] += times;
    }

    int count(long hash) {
        int at = find(hash);
        return hashes[at] == stored(hash) ? counts[at] : 0;
    }

    /** Texts that came. */
    long distinct() {
        return Arrays.stream(counts).filter(count -> count > 0).count();
    }

    /** Times that a text came again. */
    long repeats() {
        return Arrays.stream(counts)
                .filter(count -> count > 1)
                .mapToLong(count -> count - 1L)
                .sum();
    }

    void clear() {
        hashes = new long[FIRST_SIZE];
        counts = new int[FIRST_SIZE];
        used = 0;
    }

    private int slot(long hash) {
        int at = find(hash);
        if (hashes[at] == 0) {
            hashes[at] = stored(hash);
            used++;
        }
        return at;
    }

    /** Where it is, or would be. */
    private int find(long hash) {
        int at = (int) stored(hash) & (hashes.length - 1);
        while (hashes[at] != 0 && hashes[at] != stored(hash)) {
            at = (at + 1) & (hashes.length - 1);
        }
        return at;
    }

    /** Zero marks an empty slot. */
    private static long stored(long hash) {
        return hash == 0 ? 1 : hash;
    }

    private void grow() {
        long[] oldHashes = hashes;
        int[] oldCounts = counts;
        hashes = new long[oldHashes.length * 2];
        counts = new int[oldHashes.length * 2];
        used = 0;
        for (int at = 0; at < oldHashes.length; at++) {
            if (oldHashes[at] != 0) {
                counts[slot(oldHashes[at])] = oldCounts[at];
            }
        }
    }
}
