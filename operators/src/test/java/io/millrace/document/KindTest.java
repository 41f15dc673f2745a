package io.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Schema;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KindTest {
    @Test
    void isReadByTheNameThatItIsWrittenWith() {
        for (Kind kind : Kind.values()) {
            assertThat(Kind.fromWireName(kind.wireName())).isEqualTo(kind);
        }
    }

    @Test
    void hasTheNamesOfTheSchema() {
        assertThat(Arrays.stream(Kind.values()).map(Kind::wireName))
                .containsExactlyElementsOf(Schema.of("document").allowed("/properties/kind"));
    }

    @Test
    void refusesAnotherName() {
        assertThatThrownBy(() -> Kind.fromWireName("DOCUMENT"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kind must be one of document, memory, skill, got 'DOCUMENT'");
    }
}
