package io.millrace.connector.openai.stub;

/** 64 bits that stand for a text: among a million texts, two share theirs once in 37 million runs. */
final class TextHash {
    private TextHash() {}

    /** FNV-1a over characters (Fowler, Noll and Vo), mixed once more. */
    static long of(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int at = 0; at < text.length(); at++) {
            hash = (hash ^ text.charAt(at)) * 0x100000001B3L;
        }
        return mix(hash);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
