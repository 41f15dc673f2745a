package io.millrace.embed;

import io.millrace.chunk.TokenCounter;

/** Keeps texts within a model's limit. */
public final class TokenLimit {
    /** Of one UTF-16 unit: tokenisers of bytes may make one of each, and UTF-8 takes up to three for a unit. */
    private static final int MOST_TOKENS = 3;

    private TokenLimit() {}

    /**
     * How many tokens a text has: exactly, where requests can be so full of such texts that it matters; else about, and
     * rather too many. Counting takes longer than all else that a job does with a chunk, and a provider's bill says it
     * anyway.
     */
    static int about(String text, EmbeddingLimits limits, TokenCounter tokens) {
        long most = Math.min(limits.tokensPerInput(), (long) MOST_TOKENS * text.length());
        boolean matters = most > limits.tokensPerRequest() / limits.inputs();
        return Math.min(limits.tokensPerInput(), matters ? tokens.count(text) : text.length() / 3 + 1);
    }

    /** The text, or the longest start of it, by halving, that has no more tokens than the limit. */
    public static String cut(String text, int limit, TokenCounter tokens) {
        int fits = limit / MOST_TOKENS;
        if (text.length() <= fits || tokens.count(text) <= limit) {
            return text;
        }
        int over = text.length();
        while (over - fits > 1) {
            int middle = (fits + over) >>> 1;
            if (tokens.count(text.substring(0, middle)) <= limit) {
                fits = middle;
            } else {
                over = middle;
            }
        }
        boolean splitsPair = fits > 0 && Character.isHighSurrogate(text.charAt(fits - 1));
        return text.substring(0, splitsPair ? fits - 1 : fits);
    }
}
