package io.millrace.plan;

/**
 * The document ids that came so far, as hashes, up to a bound: who asks is told for certain that an id is new, and perhaps
 * wrongly that it isn't. Belongs to one thread.
 */
final class SeenIds {
    private static final int FIRST_SIZE = 1 << 10;
    /** Hashes of 8 bytes, in a table that is half full at the most: 16 MB. */
    private static final int MOST = 1 << 20;

    private final int most;
    private long[] hashes = new long[FIRST_SIZE];
    private int size;

    SeenIds() {
        this(MOST);
    }

    /** Remembers at the most so many. */
    SeenIds(int most) {
        this.most = most;
    }

    /** Whether the id is certain to come for the first time; from now on it doesn't. */
    boolean isNew(String id) {
        if (size >= most || !add(hash(id))) {
            return false;
        }
        if (++size > hashes.length / 2) {
            grow();
        }
        return true;
    }

    private boolean add(long hash) {
        int at = (int) hash & (hashes.length - 1);
        while (hashes[at] != 0) {
            if (hashes[at] == hash) {
                return false;
            }
            at = (at + 1) & (hashes.length - 1);
        }
        hashes[at] = hash;
        return true;
    }

    private void grow() {
        long[] old = hashes;
        hashes = new long[old.length * 2];
        for (long hash : old) {
            if (hash != 0) {
                add(hash);
            }
        }
    }

    /** FNV-1a of 64 bits over the UTF-16 units (Fowler, Noll and Vo), then the finaliser of SplitMix64; never 0. */
    private static long hash(String id) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001B3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
        hash ^= hash >>> 31;
        return hash == 0 ? 1 : hash;
    }
}
