package io.millrace.connector.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;

/** Preformatted text, kept to the letter inside a fence. */
final class CodeBlock {
    // How documentation generators and the HTML standard's own example name the language.
    private static final Pattern LANGUAGE =
            Pattern.compile("(?:^|\\s)(?:language-|lang-|highlight-source-|brush:\\s*)([\\w+#.-]+)");

    private static final Pattern BACKTICKS = Pattern.compile("`{3,}");

    private final StringBuilder text = new StringBuilder();
    private String language = "";
    private boolean open;

    void open(Attributes attributes) {
        open = true;
        language = "";
        text.setLength(0);
        language(attributes);
    }

    boolean isOpen() {
        return open;
    }

    /** Takes the language from a {@code class} attribute, if it names one. */
    void language(Attributes attributes) {
        @Nullable String style = attributes.getValue("class");
        if (style != null && language.isEmpty()) {
            Matcher matcher = LANGUAGE.matcher(style);
            language = matcher.find() ? matcher.group(1) : "";
        }
    }

    void append(char[] characters, int start, int length) {
        text.append(characters, start, length);
    }

    /** The whole block, fences included; empty when it held nothing visible. */
    String close() {
        open = false;
        String code = text.toString().replace("\r\n", "\n");
        text.setLength(0);
        if (code.isBlank()) {
            return "";
        }
        String fence = fence(code);
        return fence + language + "\n" + withoutBlankEdges(code) + "\n" + fence;
    }

    /** Longer than any run of backticks inside. */
    private static String fence(String code) {
        int longest = BACKTICKS
                .matcher(code)
                .results()
                .mapToInt(run -> run.end() - run.start())
                .max()
                .orElse(2);
        return "`".repeat(Math.max(3, longest + 1));
    }

    private static String withoutBlankEdges(String code) {
        String trailing = code.stripTrailing();
        int start = 0;
        for (int feed = trailing.indexOf('\n');
                feed >= 0 && trailing.substring(start, feed).isBlank();
                feed = trailing.indexOf('\n', start)) {
            start = feed + 1;
        }
        return trailing.substring(start);
    }
}
