package io.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.millrace.Stage;
import io.millrace.document.Document.Markup;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import io.millrace.failure.FatalException;
import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ParseFunctionTest {
    private final Upper parser = new Upper();
    private Stage<IncomingDocument, DocumentChange> stage;

    @BeforeEach
    void open() throws Exception {
        stage = Stage.of(new ParseFunction(() -> parser));
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
        assertThat(parser.closed).isTrue();
    }

    @Test
    void takesTextAsItIsWhereItIsPlainOrMarkdown() throws Exception {
        stage.take(text(null, "plain"));
        stage.take(text(" ", "blank type"));
        stage.take(text("Text/Markdown; charset=ascii", "# Mark"));

        assertThat(stage.out())
                .extracting(DocumentChange::document)
                .extracting(Document::text, Document::markup)
                .containsExactly(
                        tuple("plain", Markup.PLAIN),
                        tuple("blank type", Markup.PLAIN),
                        tuple("# Mark", Markup.MARKDOWN));
        assertThat(parser.asked).isEmpty();
    }

    @Test
    void hasTextOfAnotherTypeParsedAsUtf8() throws Exception {
        stage.take(text("text/HTML; charset=latin1", "<p>é"));

        assertThat(parser.asked).containsExactly("text/html; charset=UTF-8 file:/d");
        assertThat(stage.out().get(0).document()).returns("<P>É", Document::text);
    }

    @Test
    void hasContentParsedByWhatItsSourceSays() throws Exception {
        stage.take(content("application/pdf", Bytes.utf8("pdf")));

        assertThat(parser.asked).containsExactly("application/pdf file:/d");
    }

    @Test
    void takesTheParsersTitleAndTheRecordsTimeWhereNoneAreStated() throws Exception {
        stage.take(content(null, Bytes.utf8("x")));

        assertThat(stage.out().get(0).document())
                .returns("found", Document::title)
                .returns(Documents.ORIGIN.timestamp(), Document::version);
    }

    @Test
    void passesADeleteOn() throws Exception {
        stage.take(IncomingDocument.delete(Documents.ORIGIN, "d", "acme"));

        assertThat(stage.out()).containsExactly(new DocumentChange(Documents.ORIGIN, "d", "acme", null));
    }

    @Test
    void keepsADocumentWithoutTextAsADeadLetter() throws Exception {
        stage.take(text(null, " \n"));

        assertThat(stage.out()).isEmpty();
        assertThat(stage.side(DeadLetters.TAG))
                .singleElement()
                .returns("parse", DeadLetter::stage)
                .returns("d", DeadLetter::documentId)
                .returns(
                        new Reason("empty-text", "the document holds no text: it is empty or white space"),
                        DeadLetter::reason);
        assertThat(stage.count("unparsed")).isEqualTo(1L);
    }

    @Test
    void keepsADocumentThatCannotBeParsedAsItCanBeReadAgain() throws Exception {
        parser.damaged = true;
        IncomingDocument incoming = content("application/pdf", new Bytes(new byte[] {1, 2, 3}));

        stage.take(incoming);

        Bytes record = stage.side(DeadLetters.TAG).get(0).record();
        assertThat(record).isNotNull();
        SourceRecord again = new SourceRecord(Documents.ORIGIN, SourceRecord.Format.JSON, null, null, record, null);
        assertThat(new DocumentJson(FieldNames.STANDARD).decode(again)).isEqualTo(incoming);
    }

    @Test
    void refersToADocumentThatIsTooLargeToKeep() throws Exception {
        parser.damaged = true;
        stage.take(content(null, new Bytes(new byte[DeadLetter.MAX_RECORD + 1])));
        stage.take(text("text/html", "x".repeat(DeadLetter.MAX_RECORD + 1)));

        assertThat(stage.side(DeadLetters.TAG)).hasSize(2).allMatch(letter -> letter.record() == null);
    }

    @Test
    void stopsTheJobWhereNoParserCanBeOpened() {
        assertThatThrownBy(() -> Stage.of(new ParseFunction(() -> {
                    throw new FatalException("wrong", "parsing.timeout is wrong");
                })))
                .isInstanceOf(SuppressRestartsException.class)
                .hasRootCauseMessage("parsing.timeout is wrong");
    }

    private static IncomingDocument text(@Nullable String type, String text) {
        return incoming(type, text, null);
    }

    private static IncomingDocument content(@Nullable String type, Bytes content) {
        return incoming(type, null, content);
    }

    private static IncomingDocument incoming(@Nullable String type, @Nullable String text, @Nullable Bytes content) {
        return new IncomingDocument(
                Documents.ORIGIN,
                "d",
                false,
                null,
                Kind.DOCUMENT,
                "file:/d",
                null,
                type,
                text,
                content,
                Metadata.EMPTY,
                null);
    }

    /** Reads every type, in capitals. */
    private static final class Upper implements ContentParser {
        private final List<String> asked = new ArrayList<>();
        private boolean damaged;
        private boolean closed;

        @Override
        public Parsed parse(Bytes content, @Nullable String contentType, @Nullable String name) {
            asked.add(contentType + " " + name);
            if (damaged) {
                throw new RejectedException("damaged", "the file is damaged");
            }
            String text = new String(content.value(), java.nio.charset.StandardCharsets.UTF_8);
            return new Parsed("any/type", "found", text.toUpperCase(java.util.Locale.ROOT), Markup.PLAIN, List.of());
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
