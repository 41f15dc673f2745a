package io.millrace.connector.kafka;

/** What a topic's readers can rely on after a failure. */
public enum Delivery {
    /** Read-committed consumers see each record once, when the next checkpoint is complete. */
    EXACTLY_ONCE,
    /** Every consumer sees each record at once, and may see it again after a failure. */
    AT_LEAST_ONCE
}
