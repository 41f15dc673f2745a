package io.millrace.connector.openai.stub;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's answer.
 *
 * @param body made when it is known to be wanted
 * @param inputs texts in the request, as far as it was read
 * @param tokens in them
 * @param outputTokens in the answer
 * @param stream what goes instead of the body, made when it is known to be wanted; null for one that isn't streamed
 * @param embedded the texts that it brings vectors of
 */
record StubReply(
        int status,
        Body body,
        @Nullable Stream stream,
        int inputs,
        long tokens,
        long outputTokens,
        List<String> embedded) {
    StubReply(int status, Body body, int inputs, long tokens, long outputTokens, List<String> embedded) {
        this(status, body, null, inputs, tokens, outputTokens, embedded);
    }

    /** Writes a reply's body. */
    interface Body {
        void write(ReplyBuffer to, Fault.@Nullable Spoiled spoiled) throws IOException;
    }

    /** Makes a reply's events. */
    interface Stream {
        StubStream make(Fault.@Nullable Spoiled spoiled);
    }

    static StubReply refused(int status, String body, int inputs, long tokens) {
        return new StubReply(status, (to, spoiled) -> to.text(body), inputs, tokens, 0, List.of());
    }

    /** What the latency model counts: an answer is written token by token, an input is read. */
    long slowTokens() {
        return outputTokens > 0 ? outputTokens : tokens;
    }
}
