package io.millrace.benchmark.corpus;

/**
 * A long text.
 *
 * @param name the file's name without its ending, such as {@code finance}
 * @param text the text, as Markdown
 */
public record Corpus(String name, String text) {
    /** Without the text. */
    @Override
    public String toString() {
        return "Corpus[name=%s, %d characters]".formatted(name, text.length());
    }
}
