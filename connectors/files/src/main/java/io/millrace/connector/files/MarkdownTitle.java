package io.millrace.connector.files;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The title that a Markdown text states: its YAML front matter's, else its first heading of level 1. */
final class MarkdownTitle {
    // A title further down than this isn't the text's title any more.
    private static final int MAX_LINES = 200;

    private static final Pattern FRONT_MATTER_TITLE = Pattern.compile("^title:[ \\t]+(.+)$");
    private static final Pattern HEADING = Pattern.compile("^ {0,3}#[ \\t]+(.*?)(?:[ \\t]+#+)?[ \\t]*$");
    private static final Pattern FENCE = Pattern.compile("^ {0,3}(`{3,}|~{3,}).*$");
    private static final Pattern UNDERLINE = Pattern.compile("^ {0,3}=+[ \\t]*$");
    private static final Pattern IMAGE = Pattern.compile("!\\[[^\\]]*\\]\\([^)]*\\)");
    private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\([^)]*\\)");
    private static final Pattern MARKS = Pattern.compile("[`*]+|(?<!\\w)_+|_+(?!\\w)|<[^>]*>");

    private MarkdownTitle() {}

    static @Nullable String of(String markdown) {
        // Read no further than the lines that count, however long the text is.
        String[] lines = markdown.lines().limit(MAX_LINES).toArray(String[]::new);
        int body = frontMatterEnd(lines);
        for (int i = 1; i < body; i++) {
            Matcher title = FRONT_MATTER_TITLE.matcher(lines[i]);
            if (title.matches() && !unquoted(title.group(1)).isEmpty()) {
                return unquoted(title.group(1));
            }
        }
        return firstHeading(lines, body);
    }

    private static @Nullable String firstHeading(String[] lines, int from) {
        String fence = null;
        for (int i = from; i < lines.length; i++) {
            Matcher fenceLine = FENCE.matcher(lines[i]);
            if (fenceLine.matches()) {
                String mark = fenceLine.group(1);
                if (fence == null) {
                    fence = mark;
                } else if (mark.startsWith(fence)) {
                    fence = null;
                }
                continue;
            }
            if (fence != null) {
                continue;
            }
            Matcher heading = HEADING.matcher(lines[i]);
            boolean underlined = i + 1 < lines.length
                    && !lines[i].isBlank()
                    && UNDERLINE.matcher(lines[i + 1]).matches();
            String title = heading.matches() ? plain(heading.group(1)) : underlined ? plain(lines[i]) : "";
            if (!title.isEmpty()) {
                return title;
            }
        }
        return null;
    }

    /** The index of the first line after the front matter; 0 when there is none. */
    private static int frontMatterEnd(String[] lines) {
        if (lines.length == 0 || !lines[0].stripTrailing().equals("---")) {
            return 0;
        }
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i].stripTrailing();
            if (line.equals("---") || line.equals("...")) {
                return i + 1;
            }
        }
        return 0;
    }

    private static String unquoted(String yaml) {
        String value = yaml.strip();
        boolean quoted = value.length() >= 2
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1).strip() : value;
    }

    private static String plain(String heading) {
        String withoutImages = IMAGE.matcher(heading).replaceAll("");
        String withoutLinks = LINK.matcher(withoutImages).replaceAll("$1");
        return MARKS.matcher(withoutLinks).replaceAll("").strip();
    }
}
