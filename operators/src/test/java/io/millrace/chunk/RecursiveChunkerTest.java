package io.millrace.chunk;

class RecursiveChunkerTest extends ChunkerContract {
    @Override
    Chunker chunker(ChunkSizes sizes, TokenCounter tokens) {
        return new RecursiveChunker(sizes, tokens);
    }
}
