package io.millrace.answer;

import io.millrace.retrieve.Evidence;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text whose every marker is one of a piece of evidence that was given. What looks like a marker to a reader is taken for
 * one, however a model or a document that it repeats has spelled it, and comes out as {@code [1]} or {@code [1, 2]}.
 *
 * @param text the text, markers of nothing taken out
 * @param citations one per marker, in order of their numbers
 * @param removed numbers and ranges of markers that were taken out, or cut to what was given, each as often as it stood
 *     there
 */
record CitedText(String text, List<Citation> citations, int removed) {
    /** Blanks and what nobody sees; a bound keeps the search for markers linear. */
    private static final String GAP = "[\\s\\p{Z}\\p{Cf}]{0,8}";

    private static final String NUMBER = "[\\p{Nd}\\p{No}](?:\\p{Cf}*[\\p{Nd}\\p{No}])*";

    /** Between two numbers; those of the first kind stand for all in between. */
    private static final String RANGE = GAP + "[-‐‑–—]" + GAP;

    private static final String COMMA = GAP + "[,;，、；]" + GAP;

    private static final String ITEM = NUMBER + "(?:" + RANGE + NUMBER + ")?";

    /**
     * Brackets around numbers, of whichever width. A link's target right behind them is part of it: it would lead a reader
     * elsewhere than to the evidence.
     */
    private static final Pattern MARKER = Pattern.compile(
            "(?<space>\\s)?\\\\?[\\[［【]" + GAP + "(?:[\\^#]|evidence|source)?" + GAP
                    + "(?<numbers>" + ITEM + "(?:" + COMMA + ITEM + ")*)"
                    + GAP + "(?:†[^\\]］】]*)?\\\\?[\\]］】]"
                    + "(?:\\([^()\\s]*[:/.#][^()\\s]*\\)|:\\s*<?\\w+://\\S*)?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern COMMAS = Pattern.compile(COMMA);
    private static final Pattern RANGES = Pattern.compile(RANGE);
    private static final Pattern UNSEEN = Pattern.compile("\\p{Cf}");

    static CitedText of(String text, List<Evidence> given) {
        Map<Integer, Citation> citations = new TreeMap<>();
        AtomicInteger removed = new AtomicInteger();
        Matcher markers = MARKER.matcher(text);
        String checked =
                markers.replaceAll(marker -> Matcher.quoteReplacement(keepKnown(marker, given, citations, removed)));
        return new CitedText(checked.strip(), List.copyOf(citations.values()), removed.get());
    }

    /** A quotation whose own markers, which are of the document's notes, can't be taken for those of an answer. */
    static String quoted(String text) {
        return MARKER.matcher(text).replaceAll(marker -> {
            String space = marker.group(1) == null ? "" : marker.group(1);
            return Matcher.quoteReplacement(space + "(" + marker.group(2).strip() + ")");
        });
    }

    private static String keepKnown(
            MatchResult marker, List<Evidence> given, Map<Integer, Citation> citations, AtomicInteger removed) {
        Set<Integer> known = new LinkedHashSet<>();
        for (String item : COMMAS.split(marker.group(2), -1)) {
            String[] ends = RANGES.split(item, -1);
            int from = number(ends[0]);
            int to = number(ends[ends.length - 1]);
            if (from < 1 || to > given.size() || from > to) {
                removed.incrementAndGet();
            }
            for (int index = Math.max(1, from); index <= Math.min(to, given.size()); index++) {
                citations.computeIfAbsent(index, i -> Citations.of(i, given.get(i - 1)));
                known.add(index);
            }
        }
        String space = marker.group(1) == null ? "" : marker.group(1);
        return known.isEmpty() ? "" : space + known;
    }

    /** The number, in digits of any script; none that was given when it is none, or too large to be one. */
    private static int number(String digits) {
        String plain = UNSEEN.matcher(digits).replaceAll("");
        try {
            return Integer.parseInt(plain);
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }
}
