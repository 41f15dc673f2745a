package io.millrace.usage;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Where all that spend from one budget write what they have leased. Safe for use by many threads.
 *
 * <p>A call that succeeded is seen by every read that begins after it, whoever reads. A write that failed may take place
 * all the same, and later than others: whoever had one fail writes the same again, and then under another name. A name
 * is used for one period: so what {@link #forget} found ended is never what somebody writes meanwhile.
 *
 * <p>Futures fail with a {@link io.millrace.failure.ClassifiedException}; nothing is retried.
 */
public interface SpendLedger extends AutoCloseable {
    /** Writes what an owner has leased in a period, in 1e-9 of the currency, in place of what it wrote before. */
    CompletableFuture<Void> write(String owner, Budget.Window window, long nanos);

    /** What each owner has leased in a period. */
    CompletableFuture<Map<String, Long>> read(Budget.Window window);

    /** Removes what was written for periods that ended before a moment. */
    CompletableFuture<Void> forget(Instant ended);

    @Override
    void close();
}
