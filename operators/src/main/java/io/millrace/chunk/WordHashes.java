package io.millrace.chunk;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The words of a run of text that tell what it is about, as hashes in order: long ones, which are seldom mere grammar,
 * by their first letters, which inflection leaves alone; and where words have no spaces between them, pairs of
 * characters.
 */
final class WordHashes {
    private static final int SHORTEST = 4;
    private static final int STEM = 6;

    /** Thai and Lao, Burmese, Khmer, Japanese, Chinese: ranges of characters, whose scripts have no spaces. */
    private static final List<Span> DENSE = List.of(
            new Span(0x0E00, 0x0F00),
            new Span(0x1000, 0x10A0),
            new Span(0x1780, 0x1800),
            new Span(0x3040, 0x3100),
            new Span(0x3400, 0xA000),
            new Span(0xF900, 0xFB00));

    private final int[] hashes;

    private WordHashes(int[] hashes) {
        this.hashes = hashes;
    }

    static WordHashes of(String text, int start, int end) {
        int[] hashes = new int[end - start + 1];
        int count = 0;
        int length = 0;
        int hash = 0;
        for (int i = start; i <= end; i++) {
            char c = i < end ? text.charAt(i) : ' ';
            boolean dense = isDense(c);
            if (!dense && Character.isLetterOrDigit(c)) {
                hash = length < STEM ? 31 * hash + Character.toLowerCase(c) : hash;
                length++;
                continue;
            }
            if (length >= SHORTEST) {
                hashes[count++] = hash;
            }
            length = 0;
            hash = 0;
            if (dense && i > start && isDense(text.charAt(i - 1))) {
                hashes[count++] = 31 * text.charAt(i - 1) + c;
            }
        }
        return new WordHashes(Arrays.copyOf(hashes, count));
    }

    int count() {
        return hashes.length;
    }

    /** Counts the first few into the map; gives how many. */
    int addFirst(int limit, Map<Integer, Integer> counts) {
        int many = Math.min(limit, hashes.length);
        for (int i = 0; i < many; i++) {
            counts.merge(hashes[i], 1, Integer::sum);
        }
        return many;
    }

    /** Counts the last few into the map; gives how many. */
    int addLast(int limit, Map<Integer, Integer> counts) {
        int many = Math.min(limit, hashes.length);
        for (int i = hashes.length - many; i < hashes.length; i++) {
            counts.merge(hashes[i], 1, Integer::sum);
        }
        return many;
    }

    private static boolean isDense(char c) {
        return c >= 0x0E00 && DENSE.stream().anyMatch(block -> block.start() <= c && c < block.end());
    }
}
