package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.failure.Reason;
import io.millrace.failure.TransientException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.UnsupportedFormatException;
import org.apache.tika.mime.MediaType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
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
        assertThat(reason(failureOf(() -> overflow(0))))
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

    @Test
    void givesUpACallThatTakesTooLongAndInterruptsIt() {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

        assertThatThrownBy(() -> TimedCall.run(
                        () -> {
                            try {
                                return new CountDownLatch(1).await(1, TimeUnit.MINUTES);
                            } catch (InterruptedException e) {
                                interrupted.complete(true);
                                throw e;
                            }
                        },
                        Duration.ofMillis(20)))
                .isInstanceOf(TimeoutException.class);
        assertThat(interrupted).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void restoresTheInterruptOfTheWaitingThread() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() ->
                        TimedCall.run(() -> new CountDownLatch(1).await(1, TimeUnit.MINUTES), Duration.ofMinutes(1)))
                .isInstanceOf(TransientException.class)
                .hasMessage("Interrupted while a document was parsed");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void saysHowLongAParseMayTake() {
        assertThat(ParseFailures.timeout(ParseLimits.DEFAULT).reason())
                .isEqualTo(
                        new Reason("parse-timeout", "Parsing the document took more than 120000 ms (parsing.timeout)"));
    }

    private static Reason reason(Throwable failure) {
        return ParseFailures.of(failure, PDF, ParseLimits.DEFAULT).reason();
    }

    private static Throwable failureOf(Callable<?> call) {
        try {
            TimedCall.run(call, Duration.ofMinutes(1));
            throw new AssertionError("the call should have failed");
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static int overflow(int depth) {
        return depth < 0 ? depth : overflow(depth + 1) + 1;
    }
}
