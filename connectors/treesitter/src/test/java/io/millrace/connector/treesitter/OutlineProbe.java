package io.millrace.connector.treesitter;

import io.millrace.chunk.code.SourceLanguage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Reads a little of every language; made by name in a class loader of its own. */
public final class OutlineProbe implements Supplier<Object> {
    @Override
    public Object get() {
        var outline = new TreeSitterOutline();
        List<String> outlines = new ArrayList<>();
        for (SourceLanguage language : new TreeSet<>(outline.languages())) {
            outlines.add(language + " " + outline.outline(language, "class A {\n  int b;\n}\n", 1));
        }
        return outlines;
    }
}
