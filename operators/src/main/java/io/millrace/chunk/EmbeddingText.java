package io.millrace.chunk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the text that a chunk's vector is made from: what the chunk says, and where in the document it stands. */
public enum EmbeddingText {
    /** The chunk's text alone. */
    NONE,
    /** The document's title, a space, the text. */
    TITLE,
    /** The title and the headings above the chunk, outermost first, then the text on a line of its own. */
    HEADINGS;

    /** Characters of context at the most: a place is said in a line, and the chunk's own text must keep its room. */
    private static final int MAX_CONTEXT = 160;

    /** The text to embed. */
    public String of(Chunk chunk) {
        return of(context(chunk.title(), chunk.headings(), chunk.text()), chunk.text());
    }

    /** The text to embed of a text in a context; see {@link #context}. */
    String of(String context, String text) {
        if (context.isEmpty()) {
            return text;
        }
        return context + (this == TITLE ? " " : "\n") + text;
    }

    /** What is said of a text's place in its document before the text; empty for nothing. */
    String context(@Nullable String title, List<String> headings, String text) {
        return switch (this) {
            case NONE -> "";
            case TITLE -> title == null || title.isBlank() ? "" : title;
            case HEADINGS -> path(title, headings, text);
        };
    }

    private static String path(@Nullable String title, List<String> headings, String text) {
        List<String> path = new ArrayList<>();
        if (title != null && !title.isBlank()) {
            path.add(title.strip());
        }
        for (String heading : headings) {
            // A heading that the chunk begins with is in its text already; a title is often the first heading too.
            if (!path.contains(heading) && !startsWithHeading(text, heading)) {
                path.add(heading);
            }
        }
        String context = String.join(" > ", path);
        if (context.length() <= MAX_CONTEXT) {
            return context;
        }
        // Never between the two halves of one character: half a one is text to no model.
        boolean splitsPair = Character.isHighSurrogate(context.charAt(MAX_CONTEXT - 1));
        return context.substring(0, splitsPair ? MAX_CONTEXT - 1 : MAX_CONTEXT);
    }

    private static boolean startsWithHeading(String text, String heading) {
        int hashes = 0;
        while (hashes < text.length() && text.charAt(hashes) == '#') {
            hashes++;
        }
        return text.startsWith(heading, hashes > 0 ? Math.min(hashes + 1, text.length()) : 0);
    }
}
