package io.millrace.connector.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.failure.FatalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorFileTest {
    private static final String EVERYWHERE =
            " (embedding.options.file). The machine that submits the job and every TaskManager need the file";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"glove", "word2vec", "binary", "binary-gensim"})
    void readsInEveryFormWhatWasWritten(String form) {
        Map<String, float[]> words = VectorFiles.some();
        byte[] content = content(form, words);

        assertHolds(load(content), words);
        assertHolds(load(VectorFiles.gzip(content)), words);
    }

    @Test
    void readsAFileOfManyBlocks() {
        Map<String, float[]> words = new LinkedHashMap<>();
        for (int i = 0; i < 3 * WordTable.BLOCK + 5; i++) {
            words.put("w" + i, new float[] {i, -i, 0.5f, 1f / (i + 1)});
        }

        for (String form : new String[] {"glove", "word2vec", "binary"}) {
            assertHolds(load(content(form, words)), words);
        }
    }

    @Test
    void readsLinesOfOtherSystemsAndTabs() {
        WordTable table = load("mill\t1 2\r\nwheel 3\t4\r\n");

        assertThat(table.dimension()).isEqualTo(2);
        assertThat(vector(table, "wheel")).containsExactly(3, 4);
    }

    @Test
    void readsWordsWithSpacesAsGloveHasThem() {
        WordTable table = load("mill 1 2\n. . . 3 4\nat name@domain.com 5 6\n");

        assertThat(table.size()).isEqualTo(3);
        assertThat(vector(table, ". . .")).containsExactly(3, 4);
    }

    @Test
    void readsNumbersWrittenInAnyWay() {
        WordTable table = load("mill -1.5e-3 +2 .25 16777216000000000 0.1250000000000000000 7.\n");

        assertThat(vector(table, "mill")).containsExactly(-1.5e-3f, 2, .25f, 16777216000000000f, 0.125f, 7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                   | it is empty
            '\n'                                 | line 1 has no word with numbers after it
            'mill'                               | line 1 has no word with numbers after it
            'mill 1 2\nwheel 3\n'                | line 2 has 1 numbers after a word, not 2
            'mill 1 2\nwheel 3 4 5\n'            | line 2 has 3 numbers after a word, not 2
            'mill 1 2\nwheel 3 four\n'           | line 2 has as number 2 what is no number
            'mill 1 2\nwheel 3 NaN\n'            | line 2 has as number 2 what is no number
            'mill 1 2\nwheel 3 1e99\n'           | line 2 has as number 2 what is no number
            'mill 1 2\nwheel 3 0x1\n'            | line 2 has as number 2 what is no number
            'mill 1 2\n\nwheel 3 4\n'            | line 2 has no word
            'mill 1 2\n 3 4 5\n'                 | line 2 has no word
            'mill 1 2\nwheel 3 4\nmill 5 6\n'    | line 3 repeats an earlier word
            '2 2\nmill 1 2\n'                    | it ends after line 2 with 1 words, but line 1 says that there are 2
            '1 2\nmill 1 2\nwheel 3 4\n'         | line 3 is of word 2, but line 1 says that there are 1
            '0 2\n'                              | line 1 says that there are 0 words of 2 numbers; 1 word and 1 to 65536 numbers are needed
            """)
    void saysWhichLineIsWrongAndHow(String content, String problem) {
        assertThatThrownBy(() -> load(content))
                .isInstanceOf(FatalException.class)
                .hasMessage("'%s' is no file of word vectors: %s%s", file(), problem, EVERYWHERE);
    }

    @Test
    void noticesABinaryFileThatIsCutOffWhereverItEnds() {
        byte[] whole = VectorFiles.binary(VectorFiles.some(), false);

        for (int length = 40; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> load(part))
                    .as("of %d bytes", length)
                    .isInstanceOf(FatalException.class)
                    .hasMessageContaining("it ends within word ");
        }
    }

    @Test
    void noticesMoreInABinaryFileThanItSays() {
        byte[] whole = VectorFiles.binary(VectorFiles.some(), true);
        byte[] more = Arrays.copyOf(whole, whole.length + 1);

        assertThatThrownBy(() -> load(more)).hasMessageContaining("more follows after the 25 words");
    }

    @Test
    void refusesNumbersOfABinaryFileThatAreNone() {
        Map<String, float[]> words = VectorFiles.some();
        words.put("mill", new float[] {1, Float.NaN, 3, 4});

        assertThatThrownBy(() -> load(VectorFiles.binary(words, true)))
                .hasMessageContaining("word 2 of 25 has as number 2 what is no number");
    }

    @Test
    void noticesACompressedFileThatIsCutOff() {
        byte[] whole = VectorFiles.gzip(VectorFiles.glove(VectorFiles.some()));

        assertThatThrownBy(() -> load(Arrays.copyOf(whole, whole.length - 20)))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("isn't whole");
    }

    @Test
    void readsTheDimensionWithoutTheRest() {
        VectorFile broken = write("mill 1 2 3\nwheel".getBytes(StandardCharsets.UTF_8));

        assertThat(broken.dimension()).isEqualTo(3);
    }

    @Test
    void saysThatAFileCannotBeRead() throws IOException {
        VectorFile gone = write("mill 1 2\n".getBytes(StandardCharsets.UTF_8));
        Files.delete(gone.path());

        assertThatThrownBy(gone::dimension)
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("can't be read: java.nio.file.NoSuchFileException")
                .hasMessageEndingWith(EVERYWHERE);
    }

    private static byte[] content(String form, Map<String, float[]> words) {
        return switch (form) {
            case "glove" -> VectorFiles.glove(words);
            case "word2vec" -> VectorFiles.word2vec(words);
            default -> VectorFiles.binary(words, form.equals("binary"));
        };
    }

    private static void assertHolds(WordTable table, Map<String, float[]> words) {
        assertThat(table.size()).isEqualTo(words.size());
        int index = 0;
        for (Map.Entry<String, float[]> word : words.entrySet()) {
            assertThat(table.find(word.getKey())).isEqualTo(index++);
            assertThat(vector(table, word.getKey())).containsExactly(word.getValue());
        }
        assertThat(table.find("nowhere")).isNegative();
    }

    private static float[] vector(WordTable table, String word) {
        double[] sum = new double[table.dimension()];
        table.addTo(sum, table.find(word), 1);
        float[] vector = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            vector[i] = (float) sum[i];
        }
        return vector;
    }

    private WordTable load(String content) {
        return load(content.getBytes(StandardCharsets.UTF_8));
    }

    private WordTable load(byte[] content) {
        return write(content).load(Integer.MAX_VALUE, "embedding.options.max-words");
    }

    private VectorFile write(byte[] content) {
        return new VectorFile(VectorFiles.write(file(), content), "embedding.options.file");
    }

    private Path file() {
        return folder.resolve("vectors");
    }
}
