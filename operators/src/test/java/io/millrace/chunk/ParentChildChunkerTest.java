package io.millrace.chunk;

class ParentChildChunkerTest extends ChunkerContract {
    @Override
    Chunker chunker(ChunkSizes sizes, TokenCounter tokens) {
        return new ParentChildChunker(4 * sizes.maxTokens(), sizes, tokens);
    }

    @Override
    boolean overlaps() {
        return false;
    }
}
