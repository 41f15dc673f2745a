package io.millrace.document;

import io.millrace.document.Document.Markup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads bytes of every type as UTF-8, in capitals, or fails as it is told. */
public final class UpperCaseParser implements ContentParser {
    private final List<String> asked = new ArrayList<>();
    private @Nullable RuntimeException failure;
    private boolean closed;

    /** Fails from now on; with null it reads again. */
    public void failWith(@Nullable RuntimeException problem) {
        failure = problem;
    }

    /** Type and name of all that was to be read, in order. */
    public List<String> asked() {
        return asked;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public Parsed parse(Bytes content, @Nullable String contentType, @Nullable String name) {
        asked.add(contentType + " " + name);
        if (failure != null) {
            throw failure;
        }
        String text = new String(content.value(), StandardCharsets.UTF_8);
        return new Parsed("any/type", "found", text.toUpperCase(Locale.ROOT), Markup.PLAIN, List.of());
    }

    @Override
    public void close() {
        closed = true;
    }
}
