package io.millrace.connector.openai.stub;

import java.nio.charset.StandardCharsets;

/**
 * An endpoint's answer.
 *
 * @param inputs texts in the request, as far as it was read
 * @param tokens in them
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record StubReply(int status, byte[] body, int inputs, long tokens) {
    static StubReply refused(int status, String body, int inputs, long tokens) {
        return new StubReply(status, body.getBytes(StandardCharsets.UTF_8), inputs, tokens);
    }
}
