package io.millrace.benchmark.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.benchmark.process.MemorySample;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MemoryGrowthTest {
    @Test
    void comparesTheSecondQuarterWithTheLast() {
        MemoryGrowth growth = MemoryGrowth.of(samples(900, 900, 100, 100, 500, 500, 150, 150), MemorySample::heapBytes);

        assertThat(growth).isEqualTo(new MemoryGrowth(100, 150, 900));
        assertThat(growth.share()).isEqualTo(0.5);
    }

    @Test
    void refusesFewerSamplesThanQuarters() {
        assertThatThrownBy(() -> MemoryGrowth.of(samples(1, 2, 3), MemorySample::heapBytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3");
    }

    private static List<MemorySample> samples(long... heap) {
        return LongStream.of(heap)
                .mapToObj(bytes -> new MemorySample(0, bytes, 0))
                .toList();
    }
}
