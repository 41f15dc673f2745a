package io.millrace.job.recipe;

import io.millrace.chunk.ChunkSizes;
import io.millrace.chunk.Chunker;
import io.millrace.chunk.FixedChunker;
import io.millrace.chunk.ModelVectors;
import io.millrace.chunk.ParentChildChunker;
import io.millrace.chunk.RecursiveChunker;
import io.millrace.chunk.SemanticChunker;
import io.millrace.chunk.SentenceChunker;
import io.millrace.chunk.StructureChunker;
import io.millrace.chunk.TokenCounter;
import io.millrace.chunk.WholeChunker;
import io.millrace.chunk.code.CodeChunker;
import io.millrace.embed.EmbeddingProviders;
import io.millrace.embed.PaceSettings;
import io.millrace.job.config.ChunkingConfig;
import io.millrace.model.ModelSettings;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Makes the chunker in the task that uses it, counting tokens as the embedding model does. The task closes it.
 *
 * @param chunking what is configured
 * @param sizes the sizes that this comes to with the embedding model
 * @param model the embedding model
 * @param pace how fast the job may call it
 */
public record ChunkerRecipe(ChunkingConfig chunking, ChunkSizes sizes, ModelSettings model, PaceSettings pace)
        implements SerializableSupplier<Chunker> {
    @Override
    public Chunker get() {
        return switch (chunking.chunker()) {
            case STRUCTURE -> new StructureChunker(sizes, tokens());
            case RECURSIVE -> new RecursiveChunker(sizes, tokens());
            case SENTENCE -> new SentenceChunker(sizes, chunking.sentencesPerChunk(), tokens());
            case FIXED -> new FixedChunker(sizes, tokens());
            case PARENT_CHILD -> new ParentChildChunker(chunking.parentTokens(), sizes, tokens());
            case SEMANTIC -> new SemanticChunker(sizes, chunking.semanticPercentile(), tokens(), vectors());
            case CODE -> new CodeChunker(sizes, tokens());
            case WHOLE -> new WholeChunker();
        };
    }

    private TokenCounter tokens() {
        return EmbeddingProviders.of(model).tokenCounter(model);
    }

    private ModelVectors vectors() {
        return new ModelVectors(EmbeddingProviders.of(model).open(model), pace);
    }
}
