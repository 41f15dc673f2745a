package io.millrace.benchmark.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RememberingTokenCounterTest {
    private final List<String> counted = new ArrayList<>();

    private final RememberingTokenCounter counter = new RememberingTokenCounter(
            text -> {
                counted.add(text);
                return text.length();
            },
            10);

    @Test
    void countsATextOnce() {
        assertThat(counter.count("abc")).isEqualTo(3);
        assertThat(counter.count("abc")).isEqualTo(3);

        assertThat(counted).containsExactly("abc");
    }

    @Test
    void forgetsTheTextThatWasAskedForLongestAgo() {
        counter.count("aaaa");
        counter.count("bbbb");
        counter.count("aaaa");
        counter.count("cccc");
        counter.count("aaaa");
        counter.count("bbbb");

        assertThat(counted).containsExactly("aaaa", "bbbb", "cccc", "bbbb");
    }

    @Test
    void countsATextThatIsTooLongToRemember() {
        assertThat(counter.count("a".repeat(11))).isEqualTo(11);
        assertThat(counter.count("b")).isEqualTo(1);
    }
}
