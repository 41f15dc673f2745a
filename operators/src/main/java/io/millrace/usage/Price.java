package io.millrace.usage;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model's tokens cost, in 1e-9 of a currency for a million of them: 0.02 USD is 20,000,000.
 *
 * @param input of tokens that the model reads
 * @param output of tokens that the model writes; 0 for an embedding model
 */
public record Price(long input, long output) implements Serializable {
    /** Of a model that runs in this process, or on a machine that is paid for anyway. */
    public static final Price FREE = new Price(0, 0);

    /** 1,000 of the currency: above that it is a mistake, and the arithmetic below stays within a long. */
    private static final long MOST = 1_000_000_000_000L;

    private static final long MILLION = 1_000_000;
    private static final Pattern SYNTAX =
            Pattern.compile("(\\d{1,4}(?:\\.\\d{1,9})?)(?: ?/ ?(\\d{1,4}(?:\\.\\d{1,9})?))?");

    public Price {
        if (input < 0 || input > MOST || output < 0 || output > MOST) {
            throw new IllegalArgumentException(
                    "prices of a million tokens must be from 0 to 1000, got %s".formatted(text(input, output)));
        }
    }

    /**
     * Reads {@code 0.02}, of tokens read, or {@code 2.50 / 10}, of tokens read and written.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static Price parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a price is an amount of a million tokens, or two, as in 2.50 / 10, got '%s'".formatted(text));
        }
        return new Price(nanos(matcher.group(1)), matcher.group(2) == null ? 0 : nanos(matcher.group(2)));
    }

    /**
     * What so many tokens cost, in 1e-9 of the currency, rounded up.
     *
     * @throws ArithmeticException when it is more than a long holds: nine billion of the currency
     */
    public long cost(long inputTokens, long outputTokens) {
        long whole = Math.addExact(
                Math.multiplyExact(inputTokens / MILLION, input), Math.multiplyExact(outputTokens / MILLION, output));
        // At most 2e18.
        long rest = inputTokens % MILLION * input + outputTokens % MILLION * output;
        return Math.addExact(whole, (rest + MILLION - 1) / MILLION);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return text(input, output);
    }

    private static String text(long input, long output) {
        String first = Money.text(input);
        return output == 0 ? first : first + " / " + Money.text(output);
    }

    private static long nanos(String amount) {
        return new BigDecimal(amount).movePointRight(Money.DIGITS).longValueExact();
    }
}
