package io.millrace.retrieve;

import io.millrace.chunk.Chunk;
import java.io.Serializable;

/** A chunk that was found, and how near it is: the larger the nearer, but for Euclid and Manhattan distances. */
public record ScoredChunk(Chunk chunk, double score) implements Serializable {}
