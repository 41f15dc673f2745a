package io.millrace.connector.http;

import java.io.IOException;

/** A success whose body is JSON and lacks something. Its message says what, and quotes nothing. */
final class UnreadableReplyException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param what as it follows "the body", such as {@code holds no choice} */
    UnreadableReplyException(String what) {
        super(what);
    }
}
