package io.millrace.embedded.qdrant.engine;

import org.apache.lucene.index.LeafReaderContext;

/** Where a point lies in one {@link View}: a segment and a document number in it. */
public record Location(LeafReaderContext leaf, int document) {}
