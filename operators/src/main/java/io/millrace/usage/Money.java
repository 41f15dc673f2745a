package io.millrace.usage;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An amount of money.
 *
 * @param nanos in 1e-9 of the currency
 * @param currency its code, such as {@code USD}
 */
public record Money(long nanos, String currency) implements Serializable {
    /** Decimals that are kept. */
    static final int DIGITS = 9;

    /** Decimals that a person is shown. */
    private static final int SHOWN = 6;

    /** The amount, exactly. */
    public BigDecimal amount() {
        return BigDecimal.valueOf(nanos, DIGITS);
    }

    /** For a person: {@code 0.0123 USD}. Six decimals at most, unless that would make something nothing. */
    @Override
    public String toString() {
        BigDecimal rounded = amount().setScale(SHOWN, RoundingMode.HALF_UP);
        return plain(rounded.signum() == 0 ? amount() : rounded) + " " + currency;
    }

    /** The amount, exactly and without a currency. */
    static String text(long nanos) {
        return plain(BigDecimal.valueOf(nanos, DIGITS));
    }

    /** With two decimals at least. */
    private static String plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return (stripped.scale() < 2 ? stripped.setScale(2) : stripped).toPlainString();
    }
}
