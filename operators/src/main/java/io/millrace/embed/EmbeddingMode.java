package io.millrace.embed;

/** Which side of a search a text stands on. Models with two modes embed the two sides differently. */
public enum EmbeddingMode {
    DOCUMENT,
    QUERY
}
