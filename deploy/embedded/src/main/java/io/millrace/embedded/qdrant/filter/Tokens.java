package io.millrace.embedded.qdrant.filter;

import io.qdrant.client.grpc.Collections.TextIndexParams;
import io.qdrant.client.grpc.Collections.TokenizerType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;

/** The tokens of a text under the settings of a full-text index, and the three ways in which they can match. */
final class Tokens {

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{IsAlphabetic}\\p{N}]+");
    private static final Pattern WHITESPACE = Pattern.compile("\\s+");

    private final TextIndexParams settings;

    Tokens(TextIndexParams settings) {
        this.settings = settings;
    }

    /** Whether every token of the query is in the text. A query without tokens matches nothing. */
    boolean hasAll(String text, String query) {
        List<String> wanted = of(query);
        return !wanted.isEmpty() && wanted.stream().allMatch(presentIn(text)::contains);
    }

    /** Whether any token of the query is in the text. */
    boolean hasAny(String text, String query) {
        return of(query).stream().anyMatch(presentIn(text)::contains);
    }

    /** Whether the tokens of the query follow each other in the text. Needs an index made for phrases. */
    boolean hasPhrase(String text, String query) {
        List<String> wanted = of(query);
        return settings.getPhraseMatching() && !wanted.isEmpty() && Collections.indexOfSubList(of(text), wanted) >= 0;
    }

    private Presence presentIn(String text) {
        List<String> words = of(text);
        if (settings.getTokenizer() == TokenizerType.Prefix) {
            return token -> words.stream().anyMatch(word -> word.startsWith(token));
        }
        Set<String> distinct = new HashSet<>(words);
        return distinct::contains;
    }

    private interface Presence {
        boolean contains(String token);
    }

    private List<String> of(String text) {
        Pattern border = settings.getTokenizer() == TokenizerType.Whitespace ? WHITESPACE : BETWEEN_WORDS;
        List<String> tokens = new ArrayList<>();
        for (String word : border.split(text, -1)) {
            String token = normalised(word);
            if (isKept(token)) {
                tokens.add(token);
            }
        }
        return tokens;
    }

    private String normalised(String word) {
        String folded = settings.getAsciiFolding() ? folded(word) : word;
        boolean lowercase = !settings.hasLowercase() || settings.getLowercase();
        return lowercase ? folded.toLowerCase(Locale.ROOT) : folded;
    }

    private static String folded(String word) {
        char[] characters = word.toCharArray();
        char[] output = new char[4 * characters.length];
        int length = ASCIIFoldingFilter.foldToASCII(characters, 0, output, 0, characters.length);
        return new String(output, 0, length);
    }

    private boolean isKept(String token) {
        int length = token.codePointCount(0, token.length());
        boolean tooLong = settings.hasMaxTokenLen() && length > settings.getMaxTokenLen();
        boolean tooShort = settings.hasMinTokenLen() && length < settings.getMinTokenLen();
        return length > 0
                && !tooShort
                && !tooLong
                && !settings.getStopwords().getCustomList().contains(token);
    }
}
