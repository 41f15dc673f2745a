package io.millrace.chunk;

/** Counts a text's tokens. Safe for use by many threads. */
@FunctionalInterface
public interface TokenCounter {
    /** The number of tokens, special tokens that frame an input apart. */
    int count(String text);
}
