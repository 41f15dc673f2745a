package io.millrace.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Stage;
import io.millrace.document.SourceRecord.Format;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import io.millrace.failure.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadFunctionTest {
    private static final Origin TOPIC = Origin.ofTopic("documents", 1, 2, 3);
    private static final Origin FILE = Origin.ofFile("file:/docs/a.md", 0, 4, 4);

    private Stage<SourceRecord, IncomingDocument> stage;

    @BeforeEach
    void open() throws Exception {
        stage = Stage.of(new ReadFunction(FieldNames.STANDARD));
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    @Test
    void readsARecordOfTheTopic() throws Exception {
        stage.take(json("d", "{\"text\": \"x\"}"));

        assertThat(stage.out()).singleElement().returns("d", IncomingDocument::id);
        assertThat(stage.side(DeadLetters.TAG)).isEmpty();
        assertThat(stage.count("records")).isEqualTo(1L);
    }

    @Test
    void refusesADocumentAndADeleteOfNobodyWhereATenantMustBeNamed() throws Exception {
        Stage<SourceRecord, IncomingDocument> strict = Stage.of(new ReadFunction(FieldNames.STANDARD, true));
        strict.take(json("d", "{\"text\": \"x\", \"tenant\": \"acme\"}"));
        strict.take(json("nobodys", "{\"text\": \"x\"}"));
        strict.take(new SourceRecord(TOPIC, Format.JSON, "deleted", null, null, null));
        strict.close();

        assertThat(strict.out()).extracting(IncomingDocument::id).containsExactly("d");
        assertThat(strict.side(DeadLetters.TAG))
                .extracting(letter -> letter.reason().code())
                .containsExactly("missing-tenant", "missing-tenant");
    }

    @Test
    void takesAFileForItsBytes() throws Exception {
        stage.take(new SourceRecord(FILE, Format.FILE, "a.md", "acme", Bytes.utf8("# A"), null));

        assertThat(stage.out())
                .containsExactly(new IncomingDocument(
                        FILE,
                        "a.md",
                        false,
                        "acme",
                        Kind.DOCUMENT,
                        "file:/docs/a.md",
                        null,
                        null,
                        null,
                        Bytes.utf8("# A"),
                        Metadata.EMPTY,
                        null));
    }

    @Test
    void takesAFileThatIsGoneForADelete() throws Exception {
        stage.take(new SourceRecord(FILE, Format.FILE, "a.md", null, null, null));

        assertThat(stage.out())
                .singleElement()
                .returns(true, IncomingDocument::deleted)
                .returns("a.md", IncomingDocument::id);
    }

    @Test
    void keepsWhatCannotBeReadWithItsBytes() throws Exception {
        stage.take(json("d", "{broken"));

        assertThat(stage.out()).isEmpty();
        DeadLetter letter = stage.side(DeadLetters.TAG).get(0);
        assertThat(letter)
                .returns("read", DeadLetter::stage)
                .returns(
                        new Reason("malformed-json", "the record isn't JSON: syntax error at line 1, column 2"),
                        DeadLetter::reason)
                .returns(TOPIC, DeadLetter::origin)
                .returns("d", DeadLetter::documentId)
                .returns(Bytes.utf8("{broken"), DeadLetter::record)
                .returns(1, DeadLetter::attempts);
        assertThat(stage.count("unread")).isEqualTo(1L);
    }

    @Test
    void tellsWhatASourceCouldNotDeliver() throws Exception {
        Reason problem = new Reason("too-large", "the file has 9 bytes, 8 are allowed (files.max-size)");
        stage.take(new SourceRecord(FILE, Format.FILE, "a.md", null, null, problem));

        assertThat(stage.out()).isEmpty();
        assertThat(stage.side(DeadLetters.TAG))
                .singleElement()
                .returns("source", DeadLetter::stage)
                .returns(problem, DeadLetter::reason);
    }

    @Test
    void refusesAFileWithoutAKey() throws Exception {
        stage.take(new SourceRecord(FILE, Format.FILE, null, null, Bytes.utf8("x"), null));

        assertThat(stage.side(DeadLetters.TAG))
                .extracting(DeadLetter::reason)
                .containsExactly(new Reason("missing-id", "a file must have its path as its key"));
    }

    @Test
    void refersToARecordThatIsTooLargeToKeep() throws Exception {
        stage.take(json("d", "[" + " ".repeat(DeadLetter.MAX_RECORD)));

        assertThat(stage.side(DeadLetters.TAG)).singleElement().returns(null, DeadLetter::record);
    }

    private static SourceRecord json(@Nullable String key, String value) {
        return new SourceRecord(TOPIC, Format.JSON, key, null, Bytes.utf8(value), null);
    }
}
