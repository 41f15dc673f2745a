package io.millrace.connector.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embed.Distance;
import io.millrace.embed.EmbeddingProvider;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaticEmbeddingProviderTest {
    @TempDir
    private Path folder;

    private final StaticEmbeddingProvider provider = new StaticEmbeddingProvider();
    private final Map<String, String> options = new HashMap<>();
    private Path file;

    @BeforeEach
    void writeWords() {
        file = VectorFiles.write(folder.resolve("glove.txt"), VectorFiles.glove(VectorFiles.some()));
        options.put("file", file.toString());
    }

    @Test
    void isFoundByItsName() {
        assertThat(ServiceLoader.load(EmbeddingProvider.class))
                .extracting(EmbeddingProvider::name)
                .contains("static");
    }

    @Test
    void knowsItsSpaceWithoutReadingTheWords() {
        VectorSpace space = provider.space(Settings.of(options));

        assertThat(space.withRevision(""))
                .isEqualTo(new VectorSpace(
                        "static", "glove.txt", "", VectorFiles.DIMENSION, Distance.COSINE, true, "", ""));
        assertThat(space.revision()).hasSize(12);
    }

    @ParameterizedTest
    @CsvSource({"lower-case,false", "max-words,10", "weighting,rank"})
    void isOfAnotherRevisionInWhateverChangesVectors(String option, String value) {
        String before = provider.space(Settings.of(options)).revision();
        options.put(option, value);

        assertThat(provider.space(Settings.of(options)).revision()).isNotEqualTo(before);
    }

    @Test
    void isOfAnotherRevisionWithOtherFrequencies() {
        Path frequencies = folder.resolve("frequencies");
        options.putAll(Map.of("weighting", "frequencies", "frequencies", frequencies.toString()));

        VectorFiles.write(frequencies, "9\nmill 3\n".getBytes(StandardCharsets.UTF_8));
        String before = provider.space(Settings.of(options)).revision();
        VectorFiles.write(frequencies, "10\nmill 3\n".getBytes(StandardCharsets.UTF_8));

        assertThat(provider.space(Settings.of(options)).revision()).isNotEqualTo(before);
    }

    @Test
    void isOfAnotherRevisionOnceAnotherFileLiesInItsPlace() {
        VectorSpace before = provider.space(Settings.of(options));

        Map<String, float[]> others = VectorFiles.some();
        others.put("sluice", new float[] {1, 2, 3, 4});
        VectorFiles.write(file, VectorFiles.glove(others));

        assertThat(provider.space(Settings.of(options)).comparableWith(before)).isFalse();
    }

    @Test
    void asksForAFile() {
        options.clear();

        assertRefusal("Provider static needs a file of word vectors, of Word2Vec or GloVe: set embedding.options.file");
    }

    @Test
    void saysThatThereIsNoFile() {
        options.put("file", folder.resolve("none").toString());

        assertRefusal("There is no file '%s/none' (embedding.options.file). The machine that submits the job and every"
                        .formatted(folder)
                + " TaskManager need it");
    }

    @Test
    void saysThatABucketIsNoFile() {
        options.put("file", "s3://models/glove.txt");

        assertThatThrownBy(() -> provider.space(Settings.of(options)))
                .hasMessageContaining("; it must be of this machine's file system (embedding.options.file)");
    }

    @Test
    void refusesADimensionThatIsNotTheFiles() {
        ModelSettings settings = Settings.of(options).embedding(300, null, null, "", "");

        assertThatThrownBy(() -> provider.space(settings))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "embedding.dimension is 300, but the vectors of '%s' have 4 dimensions: set it to 4 or leave"
                                + " it out",
                        file);
    }

    @Test
    void refusesPrefixes() {
        ModelSettings settings = Settings.of(options).embedding(null, null, null, "passage: ", "");

        assertThatThrownBy(() -> provider.limits(settings))
                .isInstanceOf(FatalException.class)
                .hasMessage("embedding.document-prefix and embedding.query-prefix are for models that were trained with"
                        + " them, which word vectors aren't: leave them out");
    }

    @Test
    void refusesFrequenciesThatNothingTakes() {
        options.put("frequencies", file.toString());

        assertRefusal(
                "embedding.options.frequencies names the file that embedding.options.weighting: frequencies takes:"
                        + " set both, or neither");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''               | line 1 must be the number of all documents, at least 1
            'mill 3\n'       | line 1 must be the number of all documents, at least 1
            '9\nmill\n'      | line 2 must be a word and a number of documents from 0 to 9
            '9\nmill 10\n'   | line 2 must be a word and a number of documents from 0 to 9
            '9\na 1\na 2\n'  | line 3 repeats an earlier word
            """)
    void refusesAFileThatIsNoneOfFrequencies(String content, String problem) {
        Path frequencies = VectorFiles.write(folder.resolve("frequencies"), content.getBytes(StandardCharsets.UTF_8));
        options.putAll(Map.of("weighting", "frequencies", "frequencies", frequencies.toString()));

        assertThatThrownBy(() -> provider.open(Settings.of(options)))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "'%s' is no file of document frequencies: %s (embedding.options.frequencies). The machine that"
                                + " submits the job and every TaskManager need the file",
                        frequencies, problem);
    }

    private void assertRefusal(String message) {
        assertThatThrownBy(() -> provider.limits(Settings.of(options)))
                .isInstanceOf(FatalException.class)
                .hasMessage(message);
    }
}
