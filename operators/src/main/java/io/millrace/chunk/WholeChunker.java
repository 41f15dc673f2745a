package io.millrace.chunk;

import io.millrace.document.Document;
import java.util.List;
import java.util.function.Consumer;

/** Leaves a document in one piece. What is beyond the embedding model's limit isn't in the vector, only in the text. */
public final class WholeChunker implements Chunker {
    @Override
    public void chunk(Document document, Consumer<Piece> out) {
        out.accept(new Piece(0, document.text().length(), List.of()));
    }

    @Override
    public String fingerprint() {
        return "whole";
    }
}
