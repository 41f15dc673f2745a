package io.millrace.connector.qdrant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PayloadPathTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "documentId, documentId",
                "metadata.year, metadata.year",
                "metadata.a-b_C9, metadata.a-b_C9",
                "metadata.odd name, metadata.\"odd name\"",
                "metadata.ü, metadata.\"ü\""
            })
    void quotesOddNamesOnly(String path, String qdrants) {
        assertThat(PayloadPath.toQdrant(path)).isEqualTo(qdrants);
        assertThat(PayloadPath.fromQdrant(qdrants)).isEqualTo(path);
    }
}
