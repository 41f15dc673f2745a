package io.millrace.answer;

import io.millrace.retrieve.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text whose every marker is one of a piece of evidence that was given.
 *
 * @param text the text, markers of nothing taken out
 * @param citations one per marker, in order of their numbers
 * @param removed markers that were taken out, each as often as it stood there
 */
record CitedText(String text, List<Citation> citations, int removed) {
    private static final Pattern MARKER = Pattern.compile("\\s?\\[(\\d{1,4}(?:\\s*,\\s*\\d{1,4})*)]");

    static CitedText of(String text, List<Evidence> given) {
        Map<Integer, Citation> citations = new TreeMap<>();
        AtomicInteger removed = new AtomicInteger();
        Matcher markers = MARKER.matcher(text);
        String checked =
                markers.replaceAll(marker -> Matcher.quoteReplacement(keepKnown(marker, given, citations, removed)));
        return new CitedText(checked.strip(), List.copyOf(citations.values()), removed.get());
    }

    private static String keepKnown(
            MatchResult marker, List<Evidence> given, Map<Integer, Citation> citations, AtomicInteger removed) {
        List<String> known = new ArrayList<>();
        for (String number : marker.group(1).split("\\s*,\\s*", -1)) {
            int index = Integer.parseInt(number);
            if (index >= 1 && index <= given.size()) {
                citations.computeIfAbsent(index, i -> Citations.of(i, given.get(i - 1)));
                known.add(number);
            } else {
                removed.incrementAndGet();
            }
        }
        String space = Character.isWhitespace(marker.group().charAt(0)) ? " " : "";
        return known.isEmpty() ? "" : space + "[" + String.join(", ", known) + "]";
    }
}
