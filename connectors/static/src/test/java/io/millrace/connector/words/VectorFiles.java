package io.millrace.connector.words;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;

/** Writes word vectors in every form that is read. */
final class VectorFiles {
    static final int DIMENSION = 4;

    private VectorFiles() {}

    /** Words with numbers that four bytes don't hold exactly, and as GloVe prints them. */
    static Map<String, float[]> some() {
        Map<String, float[]> words = new LinkedHashMap<>();
        List<String> spelled = List.of(
                "the", "mill", "river", "wheel", "turns", "in", "a", "spring", "grain", "is", "ground", "to", "flour",
                "émoji", "one", "two", "words", "text", "caller", "again", "longer", "finite", "count", "late",
                "three");
        for (int i = 0; i < spelled.size(); i++) {
            words.put(
                    spelled.get(i),
                    new float[] {0.1f * i - 0.73f, (float) Math.sin(i), i % 3 == 0 ? -1.5e-5f : 2.25f, 1 / (i + 3f)});
        }
        return words;
    }

    /** One of them. */
    static float[] of(String word) {
        return Objects.requireNonNull(some().get(word), word);
    }

    /** As GloVe writes it. */
    static byte[] glove(Map<String, float[]> words) {
        StringBuilder lines = new StringBuilder();
        words.forEach((word, vector) -> {
            lines.append(word);
            for (float number : vector) {
                lines.append(' ').append(number);
            }
            lines.append('\n');
        });
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** As Word2Vec writes text: with a header, and a space at each line's end. */
    static byte[] word2vec(Map<String, float[]> words) {
        String lines = new String(glove(words), StandardCharsets.UTF_8).replace("\n", " \n");
        return (header(words) + lines).getBytes(StandardCharsets.UTF_8);
    }

    /** As Word2Vec writes binary, with line feeds between words, or as others do, without. */
    static byte[] binary(Map<String, float[]> words, boolean lineFeeds) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(header(words).getBytes(StandardCharsets.UTF_8));
        words.forEach((word, vector) -> {
            bytes.writeBytes((word + " ").getBytes(StandardCharsets.UTF_8));
            ByteBuffer numbers =
                    ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            numbers.asFloatBuffer().put(vector);
            bytes.writeBytes(numbers.array());
            if (lineFeeds) {
                bytes.write('\n');
            }
        });
        return bytes.toByteArray();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream stream = new GZIPOutputStream(bytes)) {
            stream.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Path write(Path file, byte[] content) {
        try {
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String header(Map<String, float[]> words) {
        return "%d %d\n".formatted(words.size(), DIMENSION);
    }
}
