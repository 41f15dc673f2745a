package io.millrace.chunk;

import io.millrace.document.Document;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts along a document's structure: a heading starts a new piece, paragraphs stay whole while they fit, long ones are
 * cut between sentences, code and tables between lines, and only what has none of these between words.
 */
public final class StructureChunker implements Chunker {
    private final ChunkSizes sizes;
    private final TokenCounter tokens;

    public StructureChunker(ChunkSizes sizes, TokenCounter tokens) {
        this.sizes = sizes;
        this.tokens = tokens;
    }

    @Override
    public void chunk(Document document, Consumer<Piece> out) {
        String text = document.text();
        Packer packer = new Packer(sizes, out);
        BlockReader.read(text, document.markup(), block -> block(text, block, packer));
        packer.close();
    }

    @Override
    public String fingerprint() {
        return "structure/1 min %d max %d overlap %d"
                .formatted(sizes.minTokens(), sizes.maxTokens(), sizes.overlapTokens());
    }

    private void block(String text, Block block, Packer packer) {
        if (block.type() == Block.Type.HEADING) {
            packer.heading();
        }
        // A block of more characters than this can't fit, since a token is seldom longer than 16: don't count it whole.
        boolean mayFit = block.end() - block.start() <= 16L * sizes.maxTokens();
        int count = mayFit ? count(text, block.start(), block.end()) : Integer.MAX_VALUE;
        if (count <= sizes.maxTokens()) {
            packer.add(block.start(), block.end(), count, block.headings());
            return;
        }
        if (block.type() == Block.Type.LINES) {
            lines(text, block, packer);
            return;
        }
        for (Span sentence : Sentences.in(text, block.start(), block.end())) {
            span(text, sentence.start(), sentence.end(), block.headings(), packer);
        }
    }

    private void lines(String text, Block block, Packer packer) {
        int start = block.start();
        while (start < block.end()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 || newline > block.end() ? block.end() : newline;
            if (!text.substring(start, end).isBlank()) {
                span(text, start, end, block.headings(), packer);
            }
            start = end + 1;
        }
    }

    /** Adds a span that should stay whole, or its halves, cut at white space where there is some, until they fit. */
    private void span(String text, int start, int end, List<String> headings, Packer packer) {
        // Half of a very long run of white space: nothing to find there.
        if (text.substring(start, end).isBlank()) {
            return;
        }
        int count = end - start <= 64L * sizes.maxTokens() ? count(text, start, end) : Integer.MAX_VALUE;
        if (count <= sizes.maxTokens() || end - start <= 1) {
            packer.add(start, end, count, headings);
            return;
        }
        int cut = cutNear(text, start, end);
        span(text, start, cut, headings, packer);
        span(text, cut, end, headings, packer);
    }

    private static int cutNear(String text, int start, int end) {
        int middle = (start + end) >>> 1;
        int reach = (end - start) / 4;
        for (int distance = 0; distance < reach; distance++) {
            if (Character.isWhitespace(text.charAt(middle + distance))) {
                return middle + distance + 1;
            }
            if (Character.isWhitespace(text.charAt(middle - distance))) {
                return middle - distance + 1;
            }
        }
        // Never between the two halves of one character.
        boolean splitsPair = Character.isLowSurrogate(text.charAt(middle)) && middle - 1 > start;
        return splitsPair ? middle - 1 : middle;
    }

    private int count(String text, int start, int end) {
        return tokens.count(text.substring(start, end));
    }
}
