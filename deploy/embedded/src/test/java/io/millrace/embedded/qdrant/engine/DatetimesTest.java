package io.millrace.embedded.qdrant.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.qdrant.payload.Datetimes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatetimesTest {

    @ParameterizedTest
    @CsvSource({
        "2020-02-29T12:34:56Z, 2020-02-29T12:34:56Z",
        "2020-02-29t12:34:56z, 2020-02-29T12:34:56Z",
        "2020-02-29 12:34:56Z, 2020-02-29T12:34:56Z",
        "2020-02-29T12:34:56+02:00, 2020-02-29T10:34:56Z",
        "2020-02-29T12:34:56-0230, 2020-02-29T15:04:56Z",
        "2020-02-29T12:34:56+02, 2020-02-29T10:34:56Z",
        "2020-02-29 12:34:56 UTC, 2020-02-29T12:34:56Z",
        "2020-02-29T12:34:56.7, 2020-02-29T12:34:56.700Z",
        "2020-02-29T12:34:56.123456789Z, 2020-02-29T12:34:56.123456Z",
        "2020-02-29T12:34:56, 2020-02-29T12:34:56Z",
        "2020-02-29 12:34, 2020-02-29T12:34:00Z",
        "2020-02-29, 2020-02-29T00:00:00Z",
        "1969-12-31T23:59:59.5Z, 1969-12-31T23:59:59.500Z"
    })
    void readsTheFormsThatAServerReads(String text, Instant moment) {
        assertThat(Datetimes.micros(text)).isEqualTo(ChronoUnit.MICROS.between(Instant.EPOCH, moment));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2020",
                "2021-02-29",
                "2020-13-01",
                "2020-02-29T25:00:00Z",
                "2020-02-29T12:34:61Z",
                "2020-02-29T12:34:56X",
                "yesterday",
                "2020-02-29T12:34:56Z and more"
            })
    void leavesOtherTextsAlone(String text) {
        assertThat(Datetimes.micros(text)).isNull();
    }
}
