package io.millrace.connector.files;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What XHTML's elements mean for the flow of text. */
final class XhtmlElements {
    // The HTML standard's phrasing content, as far as it has text, and its forebears.
    private static final Set<String> INLINE = Set.of(
            "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font",
            "i", "img", "input", "ins", "kbd", "label", "map", "area", "mark", "q", "rp", "rt", "ruby", "s", "samp",
            "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr");

    // Tika's names for a PDF's page, a PPTX's and a PPT's slide.
    private static final Set<String> PAGES = Set.of("page", "slide-content", "slide");

    private XhtmlElements() {}

    /** Whether the element stands inside a line; any other ends the paragraph before it. */
    static boolean isInline(String name) {
        return INLINE.contains(name);
    }

    static boolean isPage(@Nullable String style) {
        return style != null && PAGES.contains(style);
    }
}
