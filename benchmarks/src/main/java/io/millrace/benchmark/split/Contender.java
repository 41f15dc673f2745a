package io.millrace.benchmark.split;

import io.millrace.chunk.EmbeddingText;
import java.util.Locale;

/**
 * A way to cut, with its settings.
 *
 * @param name the chunker's name in Millrace's configuration, or the peer's
 * @param maxTokens tokens that a piece may have; 0 when the chunker knows no size
 * @param embedWith what is embedded before a piece's text
 * @param known how it is told that a text is embedded already
 * @param splitter cuts
 */
public record Contender(String name, int maxTokens, EmbeddingText embedWith, Known known, Splitter splitter) {
    /** How it is told that a text is embedded already. */
    public enum Known {
        /** As Millrace: by the text and which occurrence of it in the document it is. */
        BY_TEXT_AND_OCCURRENCE,
        /** By the text's hash: however often a text occurs, it is embedded once. */
        BY_TEXT
    }

    /** {@link #embedWith} as the configuration spells it. */
    public String embedded() {
        return embedWith.name().toLowerCase(Locale.ROOT);
    }

    /** Short, for people. */
    public String label() {
        return name + (maxTokens > 0 ? " " + maxTokens : "") + " with " + embedded();
    }
}
