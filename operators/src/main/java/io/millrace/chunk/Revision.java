package io.millrace.chunk;

import io.millrace.document.Document;

/** Names a document's state: a hash of all that its chunks, vectors and payloads are made from. */
final class Revision {
    private Revision() {}

    /** 32 hex digits: the first half of a SHA-256. */
    static String of(Document document, String chunking) {
        StringBuilder state = new StringBuilder();
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
            state.append(text.length()).append(':').append(text);
        }
        return ChunkId.hash(state.toString()).substring(0, 32);
    }
}
