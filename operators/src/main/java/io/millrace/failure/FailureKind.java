package io.millrace.failure;

/** What a failure calls for. Decided once, in the adapter that saw it. */
public enum FailureKind {
    /** Wait and try again for as long as it takes: timeouts, resets, 408, 409, 425, 429, 5xx. */
    TRANSIENT,
    /** This input can't ever work; others can: it goes to dead letters. */
    REJECTED,
    /** Nothing can work until a person changes something: the job fails at once and says what to change. */
    FATAL
}
