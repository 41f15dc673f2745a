package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.failure.Reason;
import java.io.IOException;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.UnsupportedFormatException;
import org.apache.tika.mime.MediaType;
import org.junit.jupiter.api.Test;

class ParseFailuresTest {
    private static final MediaType PDF = MediaType.application("pdf");

    @Test
    void callsAnyFailureOfAParserDamage() {
        assertThat(reason(new TikaException("outer", new IOException("Missing root object"))))
                .isEqualTo(
                        new Reason(
                                "damaged-document",
                                "The document can't be read as application/pdf: it is damaged (IOException: Missing root object)"));
        assertThat(reason(new NullPointerException()).code()).isEqualTo("damaged-document");
    }

    @Test
    void callsAnErrorThatTheMachineSurvivesDamage() {
        assertThat(reason(failureOf(() -> assertThat(overflow(0)).isZero())))
                .isEqualTo(new Reason(
                        "damaged-document",
                        "The document can't be read as application/pdf: it is damaged (StackOverflowError)"));
        assertThat(reason(failureOf(() -> {
                            throw new OutOfMemoryError("Java heap space");
                        }))
                        .message())
                .isEqualTo("The document can't be read as application/pdf: it is damaged"
                        + " (OutOfMemoryError: Java heap space)");
    }

    @Test
    void findsEncryptionAmongTheCauses() {
        assertThat(reason(new TikaException("outer", new EncryptedDocumentException()))
                        .code())
                .isEqualTo("encrypted-document");
        assertThat(reason(new IOException(new org.apache.poi.EncryptedDocumentException("no")))
                        .code())
                .isEqualTo("encrypted-document");
    }

    @Test
    void takesAFormatOfAnUnknownVersionForUnsupported() {
        assertThat(reason(new UnsupportedFormatException("too old")).code()).isEqualTo("unsupported-type");
    }

    @Test
    void cutsAMessageThatIsLong() {
        assertThat(reason(new IOException("x".repeat(10_000))).message()).hasSizeLessThan(400);
    }

    private static Reason reason(Throwable failure) {
        return ParseFailures.of(failure, PDF, ParseLimits.DEFAULT).reason();
    }

    private static Throwable failureOf(Runnable call) {
        try {
            call.run();
            throw new IllegalStateException("the call should have failed");
        } catch (StackOverflowError | OutOfMemoryError e) {
            return e;
        }
    }

    private static int overflow(int depth) {
        return depth < 0 ? depth : overflow(depth + 1) + 1;
    }
}
