package io.millrace.chunk;

import io.millrace.document.Document;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Names a document's state: a hash of all that its chunks, vectors and payloads are made from. */
final class Revision {
    private Revision() {}

    /** 32 hex digits: the first half of a SHA-256. */
    static String of(Document document, String chunking) {
        MessageDigest state = ChunkId.digest("SHA-256");
        for (Object part : new Object[] {
            document.kind(),
            document.uri(),
            document.title(),
            document.contentType(),
            document.markup(),
            document.pageStarts(),
            document.metadata().json(),
            document.version(),
            chunking,
            document.text()
        }) {
            String text = String.valueOf(part);
            // Part by part: a large text isn't copied into a larger one.
            state.update((text.length() + ":").getBytes(StandardCharsets.UTF_8));
            state.update(text.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(state.digest()).substring(0, 32);
    }
}
