package io.millrace.chunk;

class FixedChunkerTest extends ChunkerContract {
    @Override
    Chunker chunker(ChunkSizes sizes, TokenCounter tokens) {
        return new FixedChunker(sizes, tokens);
    }
}
