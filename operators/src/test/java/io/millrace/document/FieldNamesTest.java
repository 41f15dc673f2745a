package io.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Schema;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldNamesTest {
    @Test
    void areTheDocumentsOwnUnlessAnotherIsGiven() {
        FieldNames names = new FieldNames(Map.of("id", "_id"));

        assertThat(names.of("id")).isEqualTo("_id");
        assertThat(names.of("text")).isEqualTo("text");
    }

    @Test
    void areThoseOfTheSchema() {
        assertThat(FieldNames.ALL)
                .containsExactlyInAnyOrderElementsOf(Schema.of("document").properties(""));
    }

    @Test
    void refuseAFieldThatNoDocumentHas() {
        assertThatThrownBy(() -> new FieldNames(Map.of("body", "text")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unknown document field 'body'. Known: id, tenant, kind, uri, title, contentType, text,"
                        + " content, metadata, version");
    }
}
