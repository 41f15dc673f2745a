package io.millrace.connector.words;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Words and their vectors, in the order of their file: 4 bytes a number, and about 20 bytes a word beside its spelling.
 * Filled by one thread; safe for use by many once that is done.
 */
final class WordTable {
    /** Words of a block: a table grows by blocks, since an array that is copied to grow takes twice its room. */
    static final int BLOCK = 1 << 12;

    private static final int FIRST_SLOTS = 1 << 10;

    private final int dimension;
    private final List<float[]> blocks = new ArrayList<>();
    /** All spellings, in UTF-8, one after the other. */
    private byte[] spellings = new byte[1 << 14];
    /** Where each word's spelling ends. */
    private int[] ends = new int[BLOCK];
    /** An open hash table of words' numbers, each raised by one: 0 is free. */
    private int[] slots = new int[FIRST_SLOTS];

    private int size;

    WordTable(int dimension) {
        this.dimension = dimension;
    }

    int dimension() {
        return dimension;
    }

    int size() {
        return size;
    }

    /** Bytes that a table of as many words takes, their spellings apart. */
    static long bytes(long words, int dimension) {
        return words * (Float.BYTES * (long) dimension + 20);
    }

    /**
     * Adds a word.
     *
     * @param vector copied
     * @return whether the word was new; one that wasn't isn't added
     */
    boolean add(byte[] word, float[] vector) {
        int slot = slot(word);
        if (slots[slot] != 0) {
            return false;
        }
        slots[slot] = size + 1;
        spell(word);
        if (size % BLOCK == 0) {
            blocks.add(new float[BLOCK * dimension]);
        }
        System.arraycopy(vector, 0, blocks.get(size / BLOCK), size % BLOCK * dimension, dimension);
        size++;
        if (size > slots.length / 2) {
            rehash();
        }
        return true;
    }

    /** The word's number in the order of the file, from 0; -1 when it isn't there. */
    int find(String word) {
        return slots[slot(word.getBytes(StandardCharsets.UTF_8))] - 1;
    }

    /** Adds a word's vector, times a weight, to a sum. */
    void addTo(double[] sum, int word, double weight) {
        float[] block = blocks.get(word / BLOCK);
        int from = word % BLOCK * dimension;
        for (int i = 0; i < dimension; i++) {
            sum[i] += weight * block[from + i];
        }
    }

    /** Where the word is, or where it would be. */
    private int slot(byte[] word) {
        int mask = slots.length - 1;
        int slot = spread(Arrays.hashCode(word)) & mask;
        while (slots[slot] != 0 && !isSpelled(slots[slot] - 1, word)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean isSpelled(int index, byte[] word) {
        return Arrays.equals(spellings, start(index), ends[index], word, 0, word.length);
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    private void spell(byte[] word) {
        int start = start(size);
        if (start + word.length > spellings.length) {
            spellings = Arrays.copyOf(spellings, Math.max(start + word.length, spellings.length * 2));
        }
        System.arraycopy(word, 0, spellings, start, word.length);
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
        }
        ends[size] = start + word.length;
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        for (int i = 0; i < size; i++) {
            slots[slot(Arrays.copyOfRange(spellings, start(i), ends[i]))] = i + 1;
        }
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 16);
    }
}
