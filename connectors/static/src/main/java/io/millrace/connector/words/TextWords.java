package io.millrace.connector.words;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;

/**
 * A text's words. What stands between white space is one, without what is neither letter nor digit at its ends; where the
 * file hasn't that one, as of "rain-fed" or "mill's", its parts are, each of letters and digits. Spelling is Unicode's
 * composed form (NFC). Made for languages that put white space between words.
 */
final class TextWords {
    private TextWords() {}

    /** How many words there are at the most: parts of letters and digits. */
    static int count(String text) {
        int count = 0;
        boolean inside = false;
        for (int at = 0; at < text.length(); ) {
            int character = text.codePointAt(at);
            boolean of = isOfAWord(character);
            count += of && !inside ? 1 : 0;
            inside = of;
            at += Character.charCount(character);
        }
        return count;
    }

    /**
     * Finds the words that are known.
     *
     * @param find the number of a word, negative when it isn't known
     * @param known takes the numbers, in the text's order
     */
    static void find(String text, boolean lowerCase, ToIntFunction<String> find, IntConsumer known) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        String spelled = lowerCase ? composed.toLowerCase(Locale.ROOT) : composed;
        int length = spelled.length();
        for (int at = 0; at < length; ) {
            int end = at;
            while (end < length && !isBlank(spelled.codePointAt(end))) {
                end += Character.charCount(spelled.codePointAt(end));
            }
            findBetween(spelled, at, end, find, known);
            at = end < length ? end + Character.charCount(spelled.codePointAt(end)) : end;
        }
    }

    private static void findBetween(String text, int from, int to, ToIntFunction<String> find, IntConsumer known) {
        int start = from;
        while (start < to && !isOfAWord(text.codePointAt(start))) {
            start += Character.charCount(text.codePointAt(start));
        }
        int end = to;
        while (end > start && !isOfAWord(text.codePointBefore(end))) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        if (start == end) {
            return;
        }
        int whole = find.applyAsInt(text.substring(start, end));
        if (whole >= 0) {
            known.accept(whole);
        } else {
            findParts(text, start, end, find, known);
        }
    }

    private static void findParts(String text, int from, int to, ToIntFunction<String> find, IntConsumer known) {
        int start = from;
        for (int at = from; at <= to; ) {
            int character = at < to ? text.codePointAt(at) : -1;
            if (character < 0 || !isOfAWord(character)) {
                // The whole was looked up already.
                int word = at > start && at - start < to - from ? find.applyAsInt(text.substring(start, at)) : -1;
                if (word >= 0) {
                    known.accept(word);
                }
                start = at + (character < 0 ? 1 : Character.charCount(character));
            }
            at += character < 0 ? 1 : Character.charCount(character);
        }
    }

    private static boolean isBlank(int character) {
        return Character.isWhitespace(character) || Character.isSpaceChar(character);
    }

    private static boolean isOfAWord(int character) {
        int type = Character.getType(character);
        return Character.isLetterOrDigit(character)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }
}
