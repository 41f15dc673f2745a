package io.millrace.connector.files;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A title out of a document's properties, if a person may have written it. */
final class StatedTitle {
    private static final int MAX_LENGTH = 300;

    // What word processors and typesetters fill in by themselves.
    private static final Pattern FILE_NAME = Pattern.compile(
            ".*\\.(docx?|xlsx?|pptx?|pdf|tex|dvi|indd|qxd|rtf|odt|ps|html?|txt|pages|key|p65|fm|wpd)", Pattern.DOTALL);
    private static final Pattern PLACEHOLDER = Pattern.compile(
            "untitled.*|no title|title|document ?\\d*|doc ?\\d+|powerpoint presentation|presentation ?\\d*"
                    + "|slide \\d+|microsoft word|pdf document|print|layout \\d+");

    private StatedTitle() {}

    static @Nullable String of(@Nullable String property) {
        if (property == null) {
            return null;
        }
        String title = property.strip().replaceAll("\\s+", " ");
        String lower = title.toLowerCase(Locale.ROOT);
        boolean sensible = title.length() <= MAX_LENGTH
                && title.codePoints().anyMatch(Character::isLetter)
                && title.indexOf('\uFFFD') < 0
                && !lower.startsWith("microsoft word - ")
                && !FILE_NAME.matcher(lower).matches()
                && !PLACEHOLDER.matcher(lower).matches();
        return sensible ? title : null;
    }
}
