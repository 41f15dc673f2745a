package io.millrace.chunk;

import io.millrace.document.Document;
import java.util.List;
import java.util.function.Consumer;

/** Makes a piece of each line that isn't blank; lines that begin with # are headings of what follows. */
public record LineChunker(String fingerprint) implements Chunker {
    @Override
    public void chunk(Document document, Consumer<Piece> out) {
        String text = document.text();
        List<String> headings = List.of();
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            String line = text.substring(start, end);
            if (line.startsWith("#")) {
                headings = List.of(line.substring(1).strip());
            } else if (!line.isBlank()) {
                out.accept(new Piece(start, end, headings));
            }
            start = end + 1;
        }
    }
}
