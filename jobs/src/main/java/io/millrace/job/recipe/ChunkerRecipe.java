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
import java.util.Locale;
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

    /** How it makes chunks, in a line for people. Nothing is opened for it. */
    public String line() {
        String name = chunking.chunker().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String own = switch (chunking.chunker()) {
            case SENTENCE -> ", %d sentences".formatted(chunking.sentencesPerChunk());
            case PARENT_CHILD -> ", parents of %d".formatted(chunking.parentTokens());
            case SEMANTIC -> ", percentile %d".formatted(chunking.semanticPercentile());
            case STRUCTURE, RECURSIVE, FIXED, CODE, WHOLE -> "";
        };
        String tokens = chunking.chunker() == ChunkingConfig.Chunker.WHOLE
                ? ""
                : ", %d to %d tokens, overlap %d"
                        .formatted(sizes.minTokens(), sizes.maxTokens(), sizes.overlapTokens());
        return name + tokens + own + ", embedded with "
                + chunking.embedWith().name().toLowerCase(Locale.ROOT);
    }

    private TokenCounter tokens() {
        return EmbeddingProviders.of(model).tokenCounter(model);
    }

    private ModelVectors vectors() {
        return new ModelVectors(EmbeddingProviders.of(model).open(model), pace);
    }
}
