package io.millrace.chunk;

class SemanticChunkerTest extends ChunkerContract {
    @Override
    Chunker chunker(ChunkSizes sizes, TokenCounter tokens) {
        return new SemanticChunker(sizes, 80, tokens, new HashedVectors());
    }
}
