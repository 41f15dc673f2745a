package io.millrace.embed;

import io.millrace.usage.Purse;
import java.util.function.LongUnaryOperator;

/**
 * How a model's calls are paid for.
 *
 * @param purse says whether there is money
 * @param cost of so many tokens, in 1e-9 of the currency
 */
record Spending(Purse purse, LongUnaryOperator cost) {
    /** Of a model that costs nothing, or whose cost nobody limits. */
    static final Spending FREE = new Spending(Purse.UNLIMITED, tokens -> 0);
}
