package io.millrace.connector.words;

import java.io.IOException;

/** A file of word vectors, or of frequencies, that isn't as it should be; the message says where, without the file. */
final class MalformedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedFileException(String message) {
        super(message);
    }
}
