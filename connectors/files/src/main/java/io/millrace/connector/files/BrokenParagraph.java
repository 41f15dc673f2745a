package io.millrace.connector.files;

import java.util.regex.Pattern;

/** Tells a paragraph that a page's layout or its end tore in two. */
final class BrokenParagraph {
    // "a) …" and "ii. …" start an item of a list, small as their letters are.
    private static final Pattern ENUMERATION = Pattern.compile("^\\p{L}{1,4}[.)].*", Pattern.DOTALL);

    private BrokenParagraph() {}

    /** Whether the second is the first's rest: the one ends in mid-sentence, and the other doesn't start one. */
    static boolean goesOn(String first, String second) {
        int last = first.codePointBefore(first.length());
        boolean open = Character.isLetterOrDigit(last) || last == ',' || last == ';' || last == '-' || last == ')';
        return open
                && Character.isLowerCase(second.codePointAt(0))
                && !ENUMERATION.matcher(second).matches();
    }
}
