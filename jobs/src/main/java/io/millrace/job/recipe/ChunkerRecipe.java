package io.millrace.job.recipe;

import io.millrace.chunk.ChunkSizes;
import io.millrace.chunk.Chunker;
import io.millrace.chunk.StructureChunker;
import io.millrace.chunk.WholeChunker;
import io.millrace.embed.EmbeddingProviders;
import io.millrace.job.config.ChunkingConfig;
import io.millrace.model.ModelSettings;
import org.apache.flink.util.function.SerializableSupplier;

/** Makes the chunker in the task that uses it, counting tokens as the embedding model does. */
public record ChunkerRecipe(ChunkingConfig.Chunker chunker, ChunkSizes sizes, ModelSettings model)
        implements SerializableSupplier<Chunker> {
    @Override
    public Chunker get() {
        return switch (chunker) {
            case WHOLE -> new WholeChunker();
            case STRUCTURE ->
                new StructureChunker(sizes, EmbeddingProviders.of(model).tokenCounter(model));
        };
    }
}
