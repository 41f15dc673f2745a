package io.millrace.connector.files.worker;

import io.millrace.document.Bytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One document for a worker to parse; as {@link io.millrace.document.ContentParser#parse}. */
record ParseRequest(
        Bytes content,
        @Nullable String contentType,
        @Nullable String name) {
    void write(DataOutputStream out) throws IOException {
        Frames.write(out, contentType);
        Frames.write(out, name);
        Frames.write(out, content.value());
        out.flush();
    }

    static ParseRequest read(DataInputStream in) throws IOException {
        String contentType = Frames.readString(in, Integer.MAX_VALUE);
        String name = Frames.readString(in, Integer.MAX_VALUE);
        byte[] content = Frames.readBytes(in, Integer.MAX_VALUE);
        if (content == null) {
            throw new IOException("a request without content");
        }
        return new ParseRequest(new Bytes(content), contentType, name);
    }
}
