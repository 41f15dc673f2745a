package io.millrace.connector.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BytePairCounterTest {
    @Test
    void countsAsOpenAisEmbeddingModelsDo() {
        // The counts of the tiktoken library's cl100k_base.
        assertThat(BytePairCounter.ofEmbeddings().count("tiktoken is great!")).isEqualTo(6);
        assertThat(BytePairCounter.ofEmbeddings().count("antidisestablishmentarianism"))
                .isEqualTo(6);
        assertThat(BytePairCounter.ofEmbeddings().count("お誕生日おめでとう")).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({"gpt-4o,8", "gpt-6-luna,8", "some-local-model,8", "gpt-4,9", "gpt-4-turbo,9", "gpt-3.5-turbo,9"})
    void countsWithTheVocabularyOfTheChatModel(String model, int count) {
        assertThat(BytePairCounter.ofChat(model).count("お誕生日おめでとう")).isEqualTo(count);
    }

    @Test
    void countsWhatLooksLikeASpecialTokenAsText() {
        assertThat(BytePairCounter.ofEmbeddings().count("<|endoftext|>")).isGreaterThan(1);
    }

    @Test
    void countsTheSameInManyThreads() throws InterruptedException, ExecutionException {
        BytePairCounter counter = BytePairCounter.ofEmbeddings();
        List<String> texts = IntStream.range(0, 200)
                .mapToObj(i -> "text %d of the mill, ".formatted(i).repeat(1 + i % 17))
                .toList();
        List<Integer> expected = texts.stream().map(counter::count).toList();
        Callable<List<Integer>> counting =
                () -> texts.stream().map(counter::count).toList();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (Future<List<Integer>> counted : threads.invokeAll(
                    IntStream.range(0, 64).mapToObj(i -> counting).toList())) {
                assertThat(counted.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
