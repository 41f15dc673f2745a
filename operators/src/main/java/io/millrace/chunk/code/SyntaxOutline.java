package io.millrace.chunk.code;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the syntax of source code. Found by {@link java.util.ServiceLoader}; safe for use by many threads. It keeps
 * nothing open between two calls, so that nothing needs closing.
 */
public interface SyntaxOutline {
    /** What decides its outlines, with a version: two of one name read every text alike. */
    String name();

    /** The languages that it reads on this platform; empty where what it is built on doesn't run. */
    Set<SourceLanguage> languages();

    /**
     * What is nested in a text, syntax errors or not: in the order of the text, no two overlapping. The same text gives
     * the same outline.
     *
     * @param language one of {@link #languages()}
     * @param source the text
     * @param grain parts of at most this many UTF-16 units needn't be looked into
     * @return the outermost parts, or null when the text is beyond what can be read within bounded time and memory
     */
    @Nullable
    List<Part> outline(SourceLanguage language, String source, int grain);

    /**
     * A declaration, or a statement or expression of several lines.
     *
     * @param start offset of its first UTF-16 unit
     * @param end offset after its last
     * @param name what a declaration declares, null for anything else
     * @param parts what is nested in it, in order, no two overlapping
     */
    record Part(int start, int end, @Nullable String name, List<Part> parts) {
        public Part {
            parts = List.copyOf(parts);
        }
    }
}
