package io.millrace.embed;

/** How two vectors of a space are compared. */
public enum Distance {
    COSINE,
    DOT,
    EUCLID,
    MANHATTAN
}
