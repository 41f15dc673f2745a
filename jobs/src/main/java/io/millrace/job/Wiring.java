package io.millrace.job;

import io.millrace.chunk.EmbeddingText;
import io.millrace.connector.qdrant.QdrantSettings;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingProviders;
import io.millrace.embed.PaceSettings;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.millrace.index.CollectionSpec;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.config.QdrantConfig;
import io.millrace.job.recipe.EmbeddingModelRecipe;
import io.millrace.job.recipe.StoreRecipe;
import io.millrace.model.ModelSettings;
import io.millrace.sparse.SparseSpec;
import io.millrace.usage.Price;
import io.millrace.usage.PriceTable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration means in terms of operators and connectors: what jobs that fill the index and jobs that ask it have
 * in common.
 */
public sealed class Wiring permits IngestWiring, QueryWiring {
    private final MillraceConfig config;
    private final ModelSettings embedding;
    private final PaceSettings pace;

    public Wiring(MillraceConfig config) {
        this.config = config;
        this.pace = new PaceSettings(
                // No two submissions share their budgets, wherever they run.
                UUID.randomUUID().toString(),
                config.embedding().minConcurrency(),
                config.embedding().requestsPerMinute(),
                config.embedding().tokensPerMinute());
        this.embedding = config.embedding().toSettings();
    }

    /** The configuration itself. */
    public final MillraceConfig config() {
        return config;
    }

    /** The collection as the configuration describes it. */
    public final CollectionSpec collection() {
        QdrantConfig qdrant = config.qdrant();
        return new CollectionSpec(qdrant.collection(), space(), qdrant.fields(), "", sparse(), qdrant.adopt());
    }

    private @Nullable SparseSpec sparse() {
        return config.sparse().enabled() ? new SparseSpec(config.sparse().language(), embeddingText()) : null;
    }

    /** The embedding model, and where it is. */
    final ModelSettings embedding() {
        return embedding;
    }

    /** How fast the job may call it. */
    final PaceSettings pace() {
        return pace;
    }

    /** The embedding model's limits. */
    public final EmbeddingLimits embeddingLimits() {
        return EmbeddingProviders.of(embedding).limits(embedding);
    }

    /** How to open the embedding model. */
    public final EmbeddingModelRecipe embeddingModel() {
        return new EmbeddingModelRecipe(embedding, space().revision());
    }

    /** How to open the collection. */
    public final StoreRecipe store() {
        QdrantConfig qdrant = config.qdrant();
        return new StoreRecipe(
                new QdrantSettings(qdrant.url(), qdrant.apiKey(), qdrant.timeout(), qdrant.vector()), collection());
    }

    /** What models cost. */
    public final PriceTable prices() {
        return config.prices().table();
    }

    /** The embedding model's name, as it is counted by. */
    public final String embeddingModelName() {
        return EmbeddingProviders.of(embedding).modelName(embedding);
    }

    /** The embedding model's price; null when it isn't known. */
    public final @Nullable Price embeddingPrice() {
        return prices().ofNamed(embeddingModelName());
    }

    /** What is embedded of a chunk. */
    public final EmbeddingText embeddingText() {
        return switch (config.chunking().embedWith()) {
            case NONE -> EmbeddingText.NONE;
            case TITLE -> EmbeddingText.TITLE;
            case HEADINGS -> EmbeddingText.HEADINGS;
        };
    }

    private VectorSpace space() {
        VectorSpace own = EmbeddingProviders.of(embedding)
                .space(embedding)
                .withDistance(config.embedding().distance());
        String configured = config.embedding().revision();
        if (configured == null || configured.equals(own.revision())) {
            return own;
        }
        if (!own.revision().isEmpty()) {
            throw new FatalException(
                    "wrong-revision",
                    "embedding.revision is '%s', but embedding model '%s' of provider %s is of revision '%s': set it to that, or leave it out"
                            .formatted(configured, own.model(), own.provider(), own.revision()));
        }
        return own.withRevision(configured);
    }
}
