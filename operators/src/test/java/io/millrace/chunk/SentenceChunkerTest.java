package io.millrace.chunk;

class SentenceChunkerTest extends ChunkerContract {
    @Override
    Chunker chunker(ChunkSizes sizes, TokenCounter tokens) {
        return new SentenceChunker(sizes, 4, tokens);
    }
}
