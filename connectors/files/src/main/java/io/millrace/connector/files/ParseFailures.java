package io.millrace.connector.files;

import io.millrace.failure.RejectedException;
import java.util.Set;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.UnsupportedFormatException;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.mime.MediaType;
import org.jspecify.annotations.Nullable;

/** Says what a document did wrong. Every failure of a parser is the document's: the next one may parse well. */
final class ParseFailures {
    private static final int MAX_CAUSE_LENGTH = 200;

    private static final Set<Class<? extends Throwable>> ENCRYPTED = Set.of(
            EncryptedDocumentException.class,
            InvalidPasswordException.class,
            org.apache.poi.EncryptedDocumentException.class);

    private ParseFailures() {}

    static RejectedException of(Throwable failure, MediaType type, ParseLimits limits) {
        if (failure instanceof RejectedException rejected) {
            return rejected;
        }
        if (causedBy(failure, Set.of(WriteLimitReachedException.class))) {
            return tooMuchText(limits);
        }
        if (causedBy(failure, ENCRYPTED)) {
            return new RejectedException(
                    "encrypted-document",
                    "The %s document is encrypted; remove its password and send it again".formatted(type),
                    failure);
        }
        if (causedBy(failure, Set.of(UnsupportedFormatException.class))) {
            return unsupported(type);
        }
        return damaged(type, shown(failure), failure);
    }

    static RejectedException damaged(MediaType type, String how) {
        return damaged(type, how, null);
    }

    private static RejectedException damaged(MediaType type, String how, @Nullable Throwable cause) {
        return new RejectedException(
                "damaged-document", "The document can't be read as %s: it is damaged (%s)".formatted(type, how), cause);
    }

    static RejectedException unsupported(MediaType type) {
        return new RejectedException(
                "unsupported-type",
                "Documents of type %s can't be read. Supported: %s".formatted(type, SupportedTypes.LIST));
    }

    static RejectedException tooMuchText(ParseLimits limits) {
        return new RejectedException(
                "too-much-text",
                "The document has more than %d characters of text (parsing.max-text-length)"
                        .formatted(limits.maxCharacters()));
    }

    private static boolean causedBy(Throwable failure, Set<Class<? extends Throwable>> classes) {
        Throwable cause = failure;
        // Bounded: a chain of causes can be a ring.
        for (int i = 0; i < 20 && cause != null; i++) {
            Throwable candidate = cause;
            if (classes.stream().anyMatch(each -> each.isInstance(candidate))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static String shown(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < 20 && cause.getCause() != null; i++) {
            cause = cause.getCause();
        }
        String text = cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return text.length() <= MAX_CAUSE_LENGTH ? text : text.substring(0, MAX_CAUSE_LENGTH) + "…";
    }
}
