package io.millrace.sparse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.DanishStemmer;
import org.tartarus.snowball.ext.DutchStemmer;
import org.tartarus.snowball.ext.EnglishStemmer;
import org.tartarus.snowball.ext.FinnishStemmer;
import org.tartarus.snowball.ext.FrenchStemmer;
import org.tartarus.snowball.ext.GermanStemmer;
import org.tartarus.snowball.ext.HungarianStemmer;
import org.tartarus.snowball.ext.ItalianStemmer;
import org.tartarus.snowball.ext.NorwegianStemmer;
import org.tartarus.snowball.ext.PortugueseStemmer;
import org.tartarus.snowball.ext.RussianStemmer;
import org.tartarus.snowball.ext.SpanishStemmer;
import org.tartarus.snowball.ext.SwedishStemmer;

/** Which words of a text count, and which of them are one word. */
public enum Language {
    /** Every word counts as it stands, in lower case: for languages without a stemmer here, and for mixed texts. */
    NONE,
    DANISH,
    DUTCH,
    /** The stop words are those that Qdrant's own inference leaves out. */
    ENGLISH,
    FINNISH,
    FRENCH,
    GERMAN,
    HUNGARIAN,
    ITALIAN,
    NORWEGIAN,
    PORTUGUESE,
    RUSSIAN,
    SPANISH,
    SWEDISH;

    /** The name in configurations and locks. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A new stemmer, for one thread; null when words stay as they are. */
    @Nullable
    SnowballStemmer stemmer() {
        return switch (this) {
            case NONE -> null;
            case DANISH -> new DanishStemmer();
            case DUTCH -> new DutchStemmer();
            case ENGLISH -> new EnglishStemmer();
            case FINNISH -> new FinnishStemmer();
            case FRENCH -> new FrenchStemmer();
            case GERMAN -> new GermanStemmer();
            case HUNGARIAN -> new HungarianStemmer();
            case ITALIAN -> new ItalianStemmer();
            case NORWEGIAN -> new NorwegianStemmer();
            case PORTUGUESE -> new PortugueseStemmer();
            case RUSSIAN -> new RussianStemmer();
            case SPANISH -> new SpanishStemmer();
            case SWEDISH -> new SwedishStemmer();
        };
    }

    /** Words that say nothing of what a text is about, in lower case. */
    Set<String> stopWords() {
        return switch (this) {
            case NONE -> Set.of();
            case ENGLISH -> words(Language.class.getResourceAsStream("english.txt"));
            default ->
                words(SnowballStemmer.class.getResourceAsStream(
                        "/org/apache/lucene/analysis/snowball/" + wireName() + "_stop.txt"));
        };
    }

    /** In the format of Snowball's lists: words, and remarks after a bar. */
    private static Set<String> words(@Nullable InputStream list) {
        if (list == null) {
            throw new IllegalStateException("a list of stop words is missing from the jar");
        }
        try (list) {
            Set<String> words = new HashSet<>();
            new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                int remark = line.indexOf('|');
                for (String word : (remark < 0 ? line : line.substring(0, remark)).split("\\s+", -1)) {
                    if (!word.isEmpty()) {
                        words.add(word);
                    }
                }
            });
            return Set.copyOf(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
