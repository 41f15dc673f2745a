package io.millrace.usage;

/**
 * A part of a budget that is asked for.
 *
 * @param owner the name that it is written under
 * @param window the period that it is of
 * @param before what the owner has leased before it
 * @param amount what it is of, in 1e-9 of the currency
 */
record Lease(String owner, Budget.Window window, long before, long amount) {}
