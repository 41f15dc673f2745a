package io.millrace.connector.files;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;

/** Follows a document through the elements that hold no text of it: navigation, scripts, controls, what is hidden. */
final class Boilerplate {
    private static final Set<String> ELEMENTS = Set.of(
            "head",
            "script",
            "style",
            "noscript",
            "template",
            "nav",
            "svg",
            "math",
            "iframe",
            "object",
            "embed",
            "button",
            "select",
            "textarea",
            "datalist",
            "menu",
            "dialog",
            "canvas",
            "audio",
            "video");

    private static final Set<String> ROLES = Set.of("navigation", "search", "menu", "menubar", "toolbar", "banner");

    // The marks that documentation generators put beside each heading.
    private static final Pattern PERMALINK = Pattern.compile("(?:^|\\s)(?:headerlink|anchor|anchorjs-link|permalink"
            + "|heading-anchor|header-anchor|hash-link)(?:\\s|$)");

    private int depth;
    private int articles;

    boolean isInside() {
        return depth > 0;
    }

    /** Whether the element that starts belongs to the boilerplate. */
    boolean enters(String name, Attributes attributes) {
        if (depth > 0 || isBoilerplate(name, attributes)) {
            depth++;
            return true;
        }
        articles += isArticle(name) ? 1 : 0;
        return false;
    }

    /** Whether the element that ends belongs to the boilerplate. */
    boolean leaves(String name) {
        if (depth > 0) {
            depth--;
            return true;
        }
        articles -= isArticle(name) ? 1 : 0;
        return false;
    }

    private boolean isBoilerplate(String name, Attributes attributes) {
        if (ELEMENTS.contains(name)) {
            return true;
        }
        // An article's footer may hold its notes; a page's holds the publisher's.
        if (name.equals("footer") && articles == 0) {
            return true;
        }
        if (name.equals("a") && matches(PERMALINK, attributes.getValue("class"))) {
            return true;
        }
        String role = attributes.getValue("role");
        return (role != null && ROLES.contains(role.toLowerCase(Locale.ROOT)))
                || "true".equals(attributes.getValue("aria-hidden"))
                || attributes.getIndex("hidden") >= 0;
    }

    private static boolean isArticle(String name) {
        return name.equals("article") || name.equals("main") || name.equals("blockquote");
    }

    private static boolean matches(Pattern pattern, @Nullable String value) {
        return value != null && pattern.matcher(value).find();
    }
}
