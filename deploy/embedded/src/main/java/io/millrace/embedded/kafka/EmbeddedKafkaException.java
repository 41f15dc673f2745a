package io.millrace.embedded.kafka;

import org.jspecify.annotations.Nullable;

/** The embedded broker can't start, can't go on or can't do what was asked; the message is fit to be shown to a user. */
public final class EmbeddedKafkaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedKafkaException(String message) {
        super(message);
    }

    EmbeddedKafkaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
