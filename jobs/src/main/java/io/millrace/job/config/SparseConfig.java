package io.millrace.job.config;

import io.millrace.job.config.bind.Setting;
import io.millrace.sparse.Language;
import java.io.Serializable;

/** How chunks are found by their words. */
public record SparseConfig(
        @Setting(
                value = "true",
                doc =
                        "Whether a new collection gets sparse vectors (BM25) beside those of the embedding model. A collection"
                                + " that was made without keeps being without.")
        boolean enabled,

        @Setting(
                value = "english",
                doc =
                        "Which words count, and which are one word: the language of the documents. `none` takes every word as"
                                + " it stands, for other languages and for mixed ones. A collection is locked to it.")
        Language language)
        implements Serializable {}
