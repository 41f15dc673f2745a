package io.millrace.answer;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Others' text as it stands in a prompt, between {@code <evidence>} and {@code </evidence>}. It can't end its own quotation
 * or begin another, and says nothing that a person who reads the document doesn't see.
 */
final class Quotation {
    /** Blanks, what nobody sees, and strokes, of which any number may stand within a tag that still looks like one. */
    private static final String GAP = "[\\s\\p{Z}\\p{C}/／\\\\]*+";

    /** What may be read as the beginning of a tag of the prompt's own, in capitals or letters of full width too. */
    private static final Pattern OWN_TAG = Pattern.compile(
            "[<＜﹤](?="
                    + Arrays.stream("eｅ vｖ iｉ dｄ eｅ nｎ cｃ eｅ".split(" ", -1))
                            .map(letter -> GAP + "[" + letter + "]")
                            .collect(Collectors.joining())
                    + ")",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /**
     * Characters without a shape in which text can be hidden from people: tags, spaces of no width, marks that turn the
     * writing round. Those that join letters, or keep them apart, are part of how some languages are written.
     */
    private static final Pattern HIDDEN =
            Pattern.compile("[\\x{E0000}-\\x{E007F}\\u200B\\u2060-\\u2064\\uFEFF\\u202A-\\u202E\\u2066-\\u2069]");

    private static final Pattern LINE_BREAK = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]+");

    private Quotation() {}

    /** Of a text between tags. */
    static String of(String text) {
        return OWN_TAG.matcher(HIDDEN.matcher(text).replaceAll("")).replaceAll("‹");
    }

    /** Of a text within a tag, between double quotes: of one line, and with no end of the tag in it. */
    static String inTag(String text) {
        String line = LINE_BREAK.matcher(HIDDEN.matcher(text).replaceAll("")).replaceAll(" ");
        return line.replace('"', '\'').replace('<', '‹').replace('>', '›');
    }
}
