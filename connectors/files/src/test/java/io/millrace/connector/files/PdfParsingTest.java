package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.document.Bytes;
import io.millrace.document.ContentParser.Parsed;
import io.millrace.failure.RejectedException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PdfParsingTest {
    private final TikaContentParser parser = new TikaContentParser(ParseLimits.DEFAULT);

    @Test
    void saysWhereEachPageStarts() {
        Parsed parsed = parse(Pdfs.withPages("Alpha one.\nAlpha two.", "Beta.", "Gamma."));

        assertThat(parsed.text()).isEqualTo("Alpha one.\nAlpha two.\n\nBeta.\n\nGamma.");
        assertThat(parsed.pageStarts()).containsExactly(0, 23, 30);
        assertThat(parsed.text().substring(23)).startsWith("Beta.");
    }

    @Test
    void startsAnEmptyPageWhereTheNextOneStarts() {
        Parsed parsed = parse(Pdfs.withPages("Alpha.", "", "Gamma."));

        assertThat(parsed.text()).isEqualTo("Alpha.\n\nGamma.");
        assertThat(parsed.pageStarts()).containsExactly(0, 8, 8);
    }

    @Test
    void mendsASentenceThatTwoPagesShare() {
        Parsed parsed = parse(Pdfs.withPages("The mill stands by the", "river and turns. Then it rests."));

        assertThat(parsed.text()).isEqualTo("The mill stands by the\nriver and turns. Then it rests.");
        assertThat(parsed.pageStarts()).containsExactly(0, 23);
    }

    @Test
    void takesASensibleTitle() {
        assertThat(parse(Pdfs.titled("The  Mill Race", "Text.")).title()).isEqualTo("The Mill Race");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Microsoft Word - draft_v3.doc", "report_final.indd", "untitled", "  ", "PowerPoint Presentation"
            })
    void leavesOutATitleThatAProgramFilledIn(String title) {
        assertThat(parse(Pdfs.titled(title, "Text.")).title()).isNull();
    }

    @Test
    void rejectsAnEncryptedDocument() {
        assertThatThrownBy(() -> parse(Pdfs.encrypted("secret")))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo("encrypted-document"))
                .hasMessage("The application/pdf document is encrypted; remove its password and send it again");
    }

    @Test
    void rejectsATruncatedDocument() {
        byte[] whole = Pdfs.withPages("Alpha.");

        assertThatThrownBy(() -> parse(Arrays.copyOf(whole, 40)))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo("damaged-document"))
                .hasMessageStartingWith("The document can't be read as application/pdf: it is damaged (");
    }

    private Parsed parse(byte[] pdf) {
        return parser.parse(new Bytes(pdf), null, "a.pdf");
    }
}
