package io.millrace.benchmark.split;

import io.millrace.benchmark.corpus.Corpus;
import java.util.List;

/** A way to cut a text. */
@FunctionalInterface
public interface Splitter {
    /** The segments in the order of the text. */
    List<Segment> split(Corpus corpus);
}
