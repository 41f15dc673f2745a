package io.millrace.sparse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.tartarus.snowball.SnowballStemmer;

/**
 * Texts as sparse vectors whose dot product, weighted by each word's inverse document frequency, is the BM25 score
 * (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009). A document's component is the
 * saturated frequency of a word, a question's is one; the store adds the frequencies (Qdrant's modifier {@code idf}).
 *
 * <p>Components, words and parameters are those of Qdrant's own inference of the model {@code qdrant/bm25}, so vectors of
 * both can be in one collection. Safe for use by many threads.
 */
public final class Bm25 {
    private static final double K1 = 1.2;
    private static final double B = 0.75;
    /** Words of an average document. It need not be exact: it moves all scores in like manner. */
    private static final double AVERAGE_LENGTH = 256;

    private final Language language;
    private final Set<String> stopWords;

    public Bm25(Language language) {
        this.language = language;
        this.stopWords = language.stopWords();
    }

    /** A text that is to be found; empty when no word of it counts. */
    public SparseVector document(String text) {
        List<String> words = words(text);
        Map<String, Integer> frequencies = new HashMap<>();
        words.forEach(word -> frequencies.merge(word, 1, Integer::sum));
        double length = 1 - B + B * words.size() / AVERAGE_LENGTH;
        SortedMap<Integer, Float> components = components();
        frequencies.forEach((word, frequency) ->
                components.put(index(word), (float) (frequency * (K1 + 1) / (frequency + K1 * length))));
        return vector(components);
    }

    /** What is looked for; empty when no word of it counts. */
    public SparseVector query(String text) {
        SortedMap<Integer, Float> components = components();
        words(text).forEach(word -> components.put(index(word), 1f));
        return vector(components);
    }

    /** Letters and digits between what is neither, in lower case, without stop words, by their stems. */
    List<String> words(String text) {
        List<String> words = new ArrayList<>();
        SnowballStemmer stemmer = language.stemmer();
        int start = -1;
        for (int at = 0; at <= text.length(); ) {
            int character = at < text.length() ? text.codePointAt(at) : -1;
            if (isOfAWord(character)) {
                start = start < 0 ? at : start;
            } else if (start >= 0) {
                add(words, text.substring(start, at), stemmer);
                start = -1;
            }
            at += character < 0 ? 1 : Character.charCount(character);
        }
        return words;
    }

    private void add(List<String> words, String written, @Nullable SnowballStemmer stemmer) {
        String word = written.toLowerCase(Locale.ROOT);
        if (stopWords.contains(word)) {
            return;
        }
        if (stemmer == null) {
            words.add(word);
            return;
        }
        stemmer.setCurrent(word);
        stemmer.stem();
        words.add(stemmer.getCurrent());
    }

    /** As Unicode has it: alphabetic, or a number of any kind. */
    private static boolean isOfAWord(int character) {
        if (character < 0) {
            return false;
        }
        return switch (Character.getType(character)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
            default -> Character.isAlphabetic(character);
        };
    }

    /** The word's component: MurmurHash3 for 32 bits of its UTF-8, without its sign. */
    static int index(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        return Math.abs(StringHelper.murmurhash3_x86_32(bytes, 0, bytes.length, 0));
    }

    private static SortedMap<Integer, Float> components() {
        return new TreeMap<>(Integer::compareUnsigned);
    }

    private static SparseVector vector(SortedMap<Integer, Float> components) {
        int[] indices = new int[components.size()];
        float[] values = new float[indices.length];
        int at = 0;
        for (Map.Entry<Integer, Float> component : components.entrySet()) {
            indices[at] = component.getKey();
            values[at++] = component.getValue();
        }
        return new SparseVector(indices, values);
    }
}
