package io.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.document.Document.Markup;
import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentParsingTest {
    private final UpperCaseParser parser = new UpperCaseParser();
    private final DocumentParsing parsing = new DocumentParsing(parser);

    @Test
    void takesTextAsItIsWhereItIsPlainOrMarkdown() {
        assertThat(parsing.parse(text(null, "plain")))
                .returns("plain", Document::text)
                .returns(Markup.PLAIN, Document::markup)
                .returns("text/plain", Document::contentType);
        assertThat(parsing.parse(text(" ", "blank type"))).returns(Markup.PLAIN, Document::markup);
        assertThat(parsing.parse(text("Text/Markdown; charset=ascii", "# Mark")))
                .returns("# Mark", Document::text)
                .returns(Markup.MARKDOWN, Document::markup)
                .returns("text/markdown", Document::contentType);
        assertThat(parser.asked()).isEmpty();
    }

    @Test
    void hasTextOfAnotherTypeParsedAsUtf8() {
        assertThat(parsing.parse(text("text/HTML; charset=latin1", "<p>é"))).returns("<P>É", Document::text);
        assertThat(parser.asked()).containsExactly("text/html; charset=UTF-8 file:/d");
    }

    @Test
    void hasContentParsedByWhatItsSourceSays() {
        assertThat(parsing.parse(content("application/pdf", null, null))).returns("any/type", Document::contentType);
        assertThat(parser.asked()).containsExactly("application/pdf file:/d");
    }

    @Test
    void takesTheParsersTitleAndTheRecordsTimeWhereNoneAreStated() {
        assertThat(parsing.parse(content(null, null, null)))
                .returns("found", Document::title)
                .returns(Documents.ORIGIN.timestamp(), Document::version);
    }

    @Test
    void takesTheTitleAndTheVersionThatAreStated() {
        assertThat(parsing.parse(content(null, "stated", 7L)))
                .returns("stated", Document::title)
                .returns(7L, Document::version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t", "\u00a0\u2007\u202f\u3000"})
    void refusesADocumentThatHoldsNoText(String blank) {
        assertThatThrownBy(() -> parsing.parse(text(null, blank)))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        refusal -> assertThat(refusal.reason())
                                .isEqualTo(new Reason(
                                        "empty-text", "the document holds no text: it is empty or white space")));
    }

    @Test
    void passesOnWhyTheParserRefuses() {
        RejectedException damaged = new RejectedException("damaged", "the file is damaged");
        parser.failWith(damaged);

        assertThatThrownBy(() -> parsing.parse(content(null, null, null))).isSameAs(damaged);
    }

    private static IncomingDocument text(@Nullable String type, String text) {
        return incoming(type, text, null, null, null);
    }

    private static IncomingDocument content(@Nullable String type, @Nullable String title, @Nullable Long version) {
        return incoming(type, null, Bytes.utf8("bytes"), title, version);
    }

    private static IncomingDocument incoming(
            @Nullable String type,
            @Nullable String text,
            @Nullable Bytes content,
            @Nullable String title,
            @Nullable Long version) {
        return new IncomingDocument(
                Documents.ORIGIN,
                "d",
                false,
                null,
                Kind.DOCUMENT,
                "file:/d",
                title,
                type,
                text,
                content,
                Metadata.EMPTY,
                version);
    }
}
