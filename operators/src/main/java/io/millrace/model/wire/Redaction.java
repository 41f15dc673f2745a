package io.millrace.model.wire;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes keys and the request's own text out of a server's message, which may repeat either: OpenAI quotes the end of a
 * wrong key, validators quote the input. What it takes out becomes {@code …}.
 */
public final class Redaction {
    /** So many characters in a row that also stand in a text count as that text. */
    private static final int WINDOW = 12;

    /** Shorter texts say too little to be worth hiding, and would blot out ordinary words. */
    private static final int LEAST = 4;

    private static final int LONGEST_MESSAGE = 300;

    /** Keys by their usual forms, masked ones included, and escapes that would hide a text from the comparison. */
    private static final Pattern ALWAYS = Pattern.compile(
            "(?i)(?:bearer\\s+\\S+|\\b(?:sk|gsk|pk|key)-[\\w*-]{4,}|\\S*\\*{3,}\\S*|(?:\\\\u[0-9a-f]{4}|\\\\x[0-9a-f]{2})+)");

    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final List<String> secrets;

    /**
     * @param secrets the keys that calls bring
     */
    public Redaction(List<String> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    /** The message without secrets and texts, on one line and of at most 300 characters. */
    public String apply(String message, List<String> texts) {
        String line = onOneLine(message);
        if (line.length() > LONGEST_MESSAGE) {
            line = line.substring(0, LONGEST_MESSAGE) + "…";
        }
        BitSet hidden = new BitSet(line.length());
        Map<Integer, List<Integer>> windows = windows(line);
        for (String secret : secrets) {
            hide(line, windows, secret, hidden);
        }
        for (String text : texts) {
            hide(line, windows, onOneLine(text), hidden);
        }
        return ALWAYS.matcher(shown(line, hidden)).replaceAll("…");
    }

    private static String onOneLine(String text) {
        return SPACES.matcher(text).replaceAll(" ").strip();
    }

    private static void hide(String line, Map<Integer, List<Integer>> windows, String text, BitSet hidden) {
        if (text.length() < WINDOW) {
            hideShort(line, text, hidden);
            return;
        }
        int hash = 0;
        int leaving = power(WINDOW);
        for (int end = 0; end < text.length(); end++) {
            hash = hash * 31 + text.charAt(end);
            int start = end - WINDOW + 1;
            if (start > 0) {
                hash -= leaving * text.charAt(start - 1);
            }
            if (start >= 0) {
                for (int at : windows.getOrDefault(hash, List.of())) {
                    if (line.regionMatches(at, text, start, WINDOW)) {
                        hidden.set(at, at + WINDOW);
                    }
                }
            }
        }
    }

    private static void hideShort(String line, String text, BitSet hidden) {
        if (text.length() < LEAST) {
            return;
        }
        for (int at = line.indexOf(text); at >= 0; at = line.indexOf(text, at + 1)) {
            hidden.set(at, at + text.length());
        }
    }

    /** Where each window of the line starts, by its {@link String#hashCode()}, which can be rolled along a text. */
    private static Map<Integer, List<Integer>> windows(String line) {
        Map<Integer, List<Integer>> windows = new HashMap<>();
        for (int at = 0; at + WINDOW <= line.length(); at++) {
            windows.computeIfAbsent(line.substring(at, at + WINDOW).hashCode(), hash -> new ArrayList<>())
                    .add(at);
        }
        return windows;
    }

    private static int power(int exponent) {
        int power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 31;
        }
        return power;
    }

    private static String shown(String line, BitSet hidden) {
        StringBuilder shown = new StringBuilder();
        for (int at = 0; at < line.length(); at++) {
            if (!hidden.get(at)) {
                shown.append(line.charAt(at));
            } else if (at == 0 || !hidden.get(at - 1)) {
                shown.append('…');
            }
        }
        return shown.toString();
    }
}
