package io.millrace.connector.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingModelContract;
import io.millrace.embed.Vector;
import io.millrace.failure.RejectedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticEmbeddingModelTest extends EmbeddingModelContract {
    @TempDir
    private Path folder;

    @Override
    protected EmbeddingModel openModel() {
        return open(VectorFiles.glove(VectorFiles.some()), Map.of());
    }

    @Override
    protected boolean unitLength() {
        return true;
    }

    @Test
    void givesTheMeanOfTheWordsThatItKnowsAtLengthOne() {
        float[] the = VectorFiles.of("the");
        float[] mill = VectorFiles.of("mill");
        float[] wheel = VectorFiles.of("wheel");
        float[] sum = new float[mill.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = the[i] + 2 * mill[i] + wheel[i];
        }

        // "The-mill" is in two parts, "wheel's" in "wheel" and an "s" that nobody knows.
        Vector vector = vector("The-mill? (MILL) unheard-of wheel's");

        assertThat(vector.dot(new Vector(sum).normalised())).isCloseTo(1, within(1e-6));
    }

    @Test
    void rejectsATextOfWhichItKnowsNoWord() {
        CompletableFuture<EmbeddingModel.Response> call =
                model().embed(List.of("the mill", "zyzzyva, qwerty 42!"), EmbeddingMode.QUERY);

        assertThatThrownBy(call::join)
                .cause()
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("no-known-word"))
                .hasMessage("None of the text's 3 words has a vector in 'words.txt' (embedding.options.file)");
    }

    @Test
    void rejectsATextWhoseWordsCancelOut() {
        byte[] opposites = "up 1 2\ndown -1 -2\n".getBytes(StandardCharsets.UTF_8);

        try (EmbeddingModel model = open(opposites, Map.of())) {
            assertThatThrownBy(() -> model.embed(List.of("up down"), EmbeddingMode.DOCUMENT)
                            .join())
                    .cause()
                    .isInstanceOf(RejectedException.class);
        }
    }

    @Test
    void leavesCasesAsTheyAreWhenToldSo() {
        byte[] cases = "Reading 1 0\nreading 0 1\n".getBytes(StandardCharsets.UTF_8);

        try (EmbeddingModel model = open(cases, Map.of("lower-case", "false"))) {
            assertThat(model.embed(List.of("Reading"), EmbeddingMode.QUERY)
                            .join()
                            .vectors()
                            .get(0)
                            .values())
                    .containsExactly(1, 0);
        }
    }

    @Test
    void weighsCommonWordsLessByTheirPlaceInTheFile() {
        byte[] words = "of 1 0\nmill 0 1\nrare 0 -1\n".getBytes(StandardCharsets.UTF_8);

        try (EmbeddingModel model = open(words, Map.of("weighting", "rank"))) {
            float[] values = model.embed(List.of("of mill"), EmbeddingMode.QUERY)
                    .join()
                    .vectors()
                    .get(0)
                    .values();
            // a/(a + p), with p of 6/11 and 3/11.
            assertThat(values[0] / values[1])
                    .isCloseTo((float) ((0.001 + 3 / 11.0) / (0.001 + 6 / 11.0)), within(1e-5f));
        }
    }

    @Test
    void weighsWordsByTheDocumentsThatHaveThem() {
        byte[] words = "of 1 0\nmill 0 1\nrare 0 -1\n".getBytes(StandardCharsets.UTF_8);
        Path frequencies = VectorFiles.write(
                folder.resolve("frequencies"), "99\nof 99\nmill 9\nelsewhere 4\n".getBytes(StandardCharsets.UTF_8));

        Map<String, String> options = Map.of("weighting", "frequencies", "frequencies", frequencies.toString());
        try (EmbeddingModel model = open(words, options)) {
            float[] values = model.embed(List.of("of mill"), EmbeddingMode.QUERY)
                    .join()
                    .vectors()
                    .get(0)
                    .values();
            assertThat(values[1] / values[0]).isCloseTo((float) (Math.log(10) + 1), within(1e-5f));
        }
    }

    @Test
    void readsNoMoreWordsThanItIsToldTo() {
        Map<String, String> options = Map.of("max-words", "2");
        try (EmbeddingModel model = open(VectorFiles.glove(VectorFiles.some()), options)) {
            assertThat(model.embed(List.of("mill wheel"), EmbeddingMode.QUERY)
                            .join()
                            .vectors()
                            .get(0)
                            .dot(new Vector(VectorFiles.of("mill")).normalised()))
                    .isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void takesTwoHundredCallsAtOnce() {
        List<CompletableFuture<EmbeddingModel.Response>> calls = IntStream.range(0, 200)
                .mapToObj(i -> model().embed(List.of("mill " + i), EmbeddingMode.DOCUMENT))
                .toList();

        assertThat(calls).allSatisfy(call -> assertThat(call.join().vectors()).hasSize(1));
    }

    @Test
    void answersWhatWasAskedBeforeItClosed() {
        List<CompletableFuture<EmbeddingModel.Response>> calls = IntStream.range(0, 50)
                .mapToObj(i -> model().embed(List.of("mill " + "wheel ".repeat(10_000)), EmbeddingMode.DOCUMENT))
                .toList();

        model().close();

        assertThat(calls).allSatisfy(call -> assertThat(call.join().vectors()).hasSize(1));
    }

    @Test
    void staysOpenForOthersWhoShareItsWords() {
        try (EmbeddingModel other = openModel()) {
            model().close();
            model().close();

            assertThat(other.embed(List.of("mill"), EmbeddingMode.QUERY).join().vectors())
                    .hasSize(1);
        }
    }

    private Vector vector(String text) {
        return embed(List.of(text), EmbeddingMode.DOCUMENT).vectors().get(0);
    }

    private EmbeddingModel open(byte[] content, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.put("file", VectorFiles.write(folder.resolve("words.txt"), content).toString());
        return new StaticEmbeddingProvider().open(Settings.of(all));
    }
}
