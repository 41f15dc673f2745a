package io.millrace.connector.openai.stub;

import java.util.Map;

/** What goes wrong with a call. */
public sealed interface Fault {
    /** An answer of its own. */
    record Answer(int status, Map<String, String> headers, String body) implements Fault {}

    /** Never answers; ends when the client goes away or the stub closes. */
    record Hang() implements Fault {}

    /** Resets the connection before any answer. */
    record Reset() implements Fault {}

    /** Sends half of a body, or of a stream, and no more; ends when the client goes away or the stub closes. */
    record Stalled() implements Fault {}

    /** Closes the connection half-way through a body that was announced whole, or through a stream. */
    record Truncated() implements Fault {}

    /**
     * Sends half of a stream, then this event, and ends it in order. What isn't streamed is answered as always.
     *
     * @param data JSON, such as an error body
     */
    record Event(String data) implements Fault {}

    /** Spoils a good answer to an embedding call; of others, {@link #WITHOUT_USAGE} spoils streams. */
    enum Spoiled implements Fault {
        /** One vector less than texts. */
        ONE_VECTOR_MISSING,
        /** One number in the first vector is NaN. */
        NOT_A_NUMBER,
        /** Every vector is one number short. */
        ONE_DIMENSION_MISSING,
        /** The vectors come in reverse order, with their right indexes. */
        REVERSED,
        /** Every index is 0. */
        SAME_INDEX,
        /** No usage. */
        WITHOUT_USAGE
    }

    /** 429 with {@code Retry-After} as given: seconds or an HTTP date. */
    static Fault rateLimited(String retryAfter) {
        return new Answer(429, Map.of("Retry-After", retryAfter), StubErrors.rateLimited());
    }

    /** 429 without a word of when to come back. */
    static Fault rateLimited() {
        return rateLimited(Map.of());
    }

    /** 429 with these headers. */
    static Fault rateLimited(Map<String, String> headers) {
        return new Answer(429, headers, StubErrors.rateLimited());
    }

    /** 429 that no waiting mends. */
    static Fault insufficientQuota() {
        return new Answer(429, Map.of(), StubErrors.insufficientQuota());
    }

    /** An error of the server's own: 500, 502, 503, … */
    static Fault status(int status) {
        return new Answer(status, Map.of(), StubErrors.serverError());
    }

    /** Any status with any body. */
    static Fault status(int status, String body) {
        return new Answer(status, Map.of(), body);
    }

    static Fault hang() {
        return new Hang();
    }

    static Fault stalled() {
        return new Stalled();
    }

    static Fault reset() {
        return new Reset();
    }

    /** An error of the server's own in mid-stream. */
    static Fault errorEvent() {
        return new Event(StubErrors.serverError());
    }

    static Fault truncated() {
        return new Truncated();
    }
}
