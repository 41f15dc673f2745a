package io.millrace.job.config.bind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0 B, 0",
        "17B, 17",
        "10 KB, 10000",
        "10 KiB, 10240",
        "10 MB, 10000000",
        "64MiB, 67108864",
        "3 GB, 3000000000",
        "2 GiB, 2147483648"
    })
    void readsAWholeNumberAndItsUnit(String text, long bytes) {
        assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"67108864, 64 MiB", "10000000, 10 MB", "1000, 1 KB", "1024, 1 KiB", "1025, 1025 B", "0, 0 B"})
    void printsItselfInTheLargestUnitThatLeavesAWholeNumber(long bytes, String text) {
        assertThat(new DataSize(bytes)).hasToString(text);
        assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64", "MiB", "1.5 MiB", "-1 B", "64 mib", "64  MiB", "64 TiB", "64 MiB "})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> DataSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a size is a whole number and one of B, KB, KiB, MB, MiB, GB, GiB, got '%s'", text);
    }

    @Test
    void refusesMoreThanALongHolds() {
        assertThatThrownBy(() -> DataSize.parse("999999999999999999 GiB"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a size is at most 2^63 - 1 bytes, got '999999999999999999 GiB'");
    }

    @Test
    void refusesANegativeNumberOfBytes() {
        assertThatThrownBy(() -> new DataSize(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bytes must not be negative, got -1");
    }
}
