package io.millrace.connector.words;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The text files of Word2Vec and GloVe: a line for each word, the word and its numbers between spaces. Word2Vec's has a line
 * before with how many words and numbers there are; then there must be as many.
 */
final class TextReader implements VectorReader {
    private final Lines lines;
    private final @Nullable Header header;
    private final int dimension;
    /** Where the line's parts begin and end, by turns. */
    private int[] parts = new int[1 << 8];

    private int count;
    private long words;
    private boolean firstWaits;
    private byte[] word = {};

    /** Reads as far as the dimension shows. */
    TextReader(InputStream stream) throws IOException {
        lines = new Lines(stream);
        if (!lines.next()) {
            throw new MalformedFileException("it is empty");
        }
        byte[] first = split();
        header = Header.of(new String(first, 0, lines.length(), StandardCharsets.UTF_8));
        dimension = header != null ? header.dimension() : count - 1;
        firstWaits = header == null;
        if (dimension < 1) {
            throw new MalformedFileException("line 1 has no word with numbers after it");
        }
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public boolean next(float[] vector) throws IOException {
        if (!firstWaits && !lines.next()) {
            checkNothingIsMissing();
            return false;
        }
        firstWaits = false;
        byte[] line = split();
        words++;
        if (header != null && words > header.words()) {
            throw malformed("is of word %d, but line 1 says that there are %d".formatted(words, header.words()));
        }
        if (lines.length() == 0 || Lines.isSpace(line[0])) {
            throw malformed("has no word");
        }
        int first = count - dimension;
        if (first < 1) {
            throw malformed("has %d numbers after a word, not %d".formatted(count - 1, dimension));
        }
        checkIsAWord(line, first);
        for (int i = 0; i < dimension; i++) {
            vector[i] = number(line, first + i);
        }
        word = Arrays.copyOfRange(line, parts[0], parts[2 * first - 1]);
        return true;
    }

    @Override
    public byte[] word() {
        return word;
    }

    @Override
    public String place() {
        return "line " + lines.number();
    }

    /** A few of GloVe's words have spaces in them. A word that is followed by numbers alone has too many of these. */
    private void checkIsAWord(byte[] line, int first) throws MalformedFileException {
        for (int i = 1; i < first; i++) {
            if (Float.isNaN(Decimal.parse(line, parts[2 * i], parts[2 * i + 1]))) {
                return;
            }
        }
        if (first > 1) {
            throw malformed("has %d numbers after a word, not %d".formatted(count - 1, dimension));
        }
    }

    private float number(byte[] line, int part) throws MalformedFileException {
        float number = Decimal.parse(line, parts[2 * part], parts[2 * part + 1]);
        if (Float.isNaN(number)) {
            throw malformed("has as number %d what is no number".formatted(part - (count - dimension) + 1));
        }
        return number;
    }

    private void checkNothingIsMissing() throws MalformedFileException {
        if (header != null && words < header.words()) {
            throw new MalformedFileException("it ends after line %d with %d words, but line 1 says that there are %d"
                    .formatted(lines.number(), words, header.words()));
        }
    }

    private byte[] split() {
        byte[] line = lines.current();
        count = 0;
        int length = lines.length();
        for (int at = 0; at < length; ) {
            if (Lines.isSpace(line[at])) {
                at++;
                continue;
            }
            if (2 * count + 2 > parts.length) {
                parts = Arrays.copyOf(parts, parts.length * 2);
            }
            parts[2 * count] = at;
            while (at < length && !Lines.isSpace(line[at])) {
                at++;
            }
            parts[2 * count++ + 1] = at;
        }
        return line;
    }

    private MalformedFileException malformed(String how) {
        return new MalformedFileException("line %d %s".formatted(lines.number(), how));
    }
}
