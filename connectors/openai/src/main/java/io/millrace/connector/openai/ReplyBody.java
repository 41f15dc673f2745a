package io.millrace.connector.openai;

import com.openai.core.http.HttpResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** A reply's whole body. */
final class ReplyBody {
    /** What is set aside on the word of a header alone. */
    private static final int MOST_TRUSTED = 64 << 20;

    private ReplyBody() {}

    /** Every byte of it; a body that ends early is the transport's failure. */
    static byte[] read(HttpResponse reply) throws IOException {
        int length = length(reply.headers().values("content-length"));
        if (length < 0) {
            return reply.body().readAllBytes();
        }
        // Known in advance, it is copied once.
        byte[] body = new byte[length];
        int read = reply.body().readNBytes(body, 0, length);
        return read == length ? body : Arrays.copyOf(body, read);
    }

    private static int length(List<String> header) {
        try {
            int length = header.isEmpty() ? -1 : Integer.parseInt(header.get(0).trim());
            return length > MOST_TRUSTED ? -1 : length;
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }
}
