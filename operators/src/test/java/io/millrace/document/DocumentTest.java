package io.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Document.Markup;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentTest {
    @Test
    void knowsThePageOfEachOffset() {
        Document document = paged(0, 10, 10, 25);

        assertThat(List.of(0, 9, 10, 24, 25, 99)).map(document::pageAt).containsExactly(1, 1, 3, 3, 4, 4);
    }

    @Test
    void knowsNoPageBeforeTheFirstOrWithoutPages() {
        assertThat(paged(5).pageAt(4)).isNull();
        assertThat(paged().pageAt(4)).isNull();
    }

    @Test
    void showsNoTextOfItsOwn() {
        assertThat(Documents.document("d", "secret words", Markup.PLAIN))
                .asString()
                .contains("Document[origin=documents-0@7, id=d, 12 characters]")
                .doesNotContain("secret");
    }

    private static Document paged(Integer... starts) {
        Document plain = Documents.document("d", "x".repeat(100), Markup.PLAIN);
        return new Document(
                plain.origin(),
                plain.id(),
                null,
                plain.kind(),
                null,
                null,
                plain.contentType(),
                plain.text(),
                plain.markup(),
                List.of(starts),
                plain.metadata(),
                1);
    }
}
