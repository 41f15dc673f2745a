package io.millrace.benchmark.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RawRuntimeTest {
    @Test
    void textsOfLikeLengthShareARun() {
        List<long[]> texts = List.of(new long[3], new long[9], new long[1], new long[8], new long[2]);

        assertThat(RawRuntime.batches(texts, 2))
                .extracting(batch -> batch.stream().map(text -> text.length).toList())
                .containsExactly(List.of(9, 8), List.of(3, 2), List.of(1));
    }

    @Test
    void aShareIsOfTheSameTexts() {
        assertThat(OnnxRun.of(100, 2, 4)).isEqualTo(new OnnxRun(50, 25, 0.5));
    }
}
