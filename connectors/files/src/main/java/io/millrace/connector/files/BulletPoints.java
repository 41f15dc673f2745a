package io.millrace.connector.files;

import java.util.regex.Pattern;

/** Items of lists that a document draws, with a bullet in front of a line, where it could have marked them up. */
final class BulletPoints {
    // The last two are how Symbol and Wingdings, the fonts of word processors' bullets, come out.
    private static final Pattern DRAWN =
            Pattern.compile("^[\u2022\u00B7\u25AA\u25E6\u2023\u25CF\uF0B7\uF0A7] +(?=\\S)", Pattern.MULTILINE);

    private BulletPoints() {}

    /** The paragraph with Markdown's own mark before each item. */
    static String marked(String paragraph) {
        return DRAWN.matcher(paragraph).replaceAll("- ");
    }
}
