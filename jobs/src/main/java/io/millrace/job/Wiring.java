package io.millrace.job;

import io.millrace.answer.AnswerFunction;
import io.millrace.answer.RequestLimits;
import io.millrace.chunk.EmbeddingText;
import io.millrace.connector.files.FileSettings;
import io.millrace.connector.files.ParseLimits;
import io.millrace.connector.files.TikaContentParser;
import io.millrace.connector.qdrant.QdrantSettings;
import io.millrace.document.FieldNames;
import io.millrace.embed.EmbedSettings;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingProviders;
import io.millrace.embed.PaceSettings;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.millrace.index.CollectionSpec;
import io.millrace.job.config.ChunkingConfig;
import io.millrace.job.config.DocumentsConfig;
import io.millrace.job.config.FilesConfig;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.config.ParsingConfig;
import io.millrace.job.config.QdrantConfig;
import io.millrace.job.recipe.AuditableStoreRecipe;
import io.millrace.job.recipe.ChatModelRecipe;
import io.millrace.job.recipe.ChunkerRecipe;
import io.millrace.job.recipe.EmbeddingModelRecipe;
import io.millrace.job.recipe.ParserRecipe;
import io.millrace.job.recipe.StoreRecipe;
import io.millrace.model.ModelSettings;
import io.millrace.plan.PlanSettings;
import java.util.UUID;

/** What a configuration means in terms of operators and connectors. */
public final class Wiring {
    /** Tokens that the title and headings before a chunk may take of the model's limit: about 160 characters. */
    private static final int CONTEXT_TOKENS = 48;

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
    public MillraceConfig config() {
        return config;
    }

    /** The collection as the configuration describes it. */
    public CollectionSpec collection() {
        QdrantConfig qdrant = config.qdrant();
        return new CollectionSpec(qdrant.collection(), space(), qdrant.fields(), "", qdrant.adopt());
    }

    /** The collection as a job needs it that fills it. */
    CollectionSpec filledCollection() {
        return collection().withChunking(chunker().line());
    }

    /** The embedding model's limits. */
    public EmbeddingLimits embeddingLimits() {
        return EmbeddingProviders.of(embedding).limits(embedding);
    }

    /** How to open the embedding model. */
    public EmbeddingModelRecipe embeddingModel() {
        return new EmbeddingModelRecipe(embedding);
    }

    /** How chunks are embedded. */
    EmbedSettings embed() {
        return new EmbedSettings(
                embeddingModel(),
                embeddingText(),
                pace,
                config.embedding().buffer().bytes());
    }

    /** How to open the collection. */
    public StoreRecipe store() {
        QdrantConfig qdrant = config.qdrant();
        return new StoreRecipe(
                new QdrantSettings(qdrant.url(), qdrant.apiKey(), qdrant.timeout(), qdrant.vector()), collection());
    }

    PlanSettings plan() {
        return new PlanSettings(source(), store(), parser(), parserName(), chunker(), embeddingText());
    }

    /** Where documents are read from, as the index has it. */
    String source() {
        return config.documents().source() == DocumentsConfig.Source.FILES
                ? files().uri()
                : "topic:" + config.kafka().documentsTopic();
    }

    /** What the source calls a document's fields: a topic as its schema does, files as they are said to. */
    FieldNames fieldNames() {
        return config.documents().source() == DocumentsConfig.Source.FILES
                ? new FieldNames(config.files().fields())
                : FieldNames.STANDARD;
    }

    private String parserName() {
        return TikaContentParser.VERSION + " depth " + config.parsing().maxDepth();
    }

    ParserRecipe parser() {
        ParsingConfig parsing = config.parsing();
        return new ParserRecipe(new ParseLimits(
                parsing.maxTextLength(),
                parsing.maxDepth(),
                parsing.timeout(),
                parsing.memory().bytes()));
    }

    FileSettings files() {
        FilesConfig files = config.files();
        return new FileSettings(
                files.requirePath(),
                files.watch(),
                files.include(),
                files.maxSize().bytes());
    }

    /** As {@link #files}, read once and to their end. */
    FileSettings filesOnce() {
        FileSettings files = files();
        return new FileSettings(files.path(), null, files.include(), files.maxBytes());
    }

    AuditableStoreRecipe auditableStore() {
        return new AuditableStoreRecipe(store());
    }

    ChunkerRecipe chunker() {
        ChunkingConfig chunking = config.chunking();
        int limit = embeddingLimits().tokensPerInput();
        boolean context = chunking.embedWith() != ChunkingConfig.EmbedWith.NONE;
        // The model's limit is shared with the context; at the least half of it stays the chunk's.
        int room = context ? Math.max(limit - CONTEXT_TOKENS, limit / 2) : limit;
        return new ChunkerRecipe(chunking, chunking.sizes(room), embedding, pace);
    }

    EmbeddingText embeddingText() {
        return switch (config.chunking().embedWith()) {
            case NONE -> EmbeddingText.NONE;
            case TITLE -> EmbeddingText.TITLE;
            case HEADINGS -> EmbeddingText.HEADINGS;
        };
    }

    RequestLimits requestLimits() {
        var query = config.query();
        return new RequestLimits(query.topK(), query.maxTopK(), query.minScore(), query.maxQuestionLength());
    }

    AnswerFunction.Recipes answering() {
        var chat = config.chat();
        return new AnswerFunction.Recipes(
                embeddingModel(),
                pace,
                chat.hasModel() ? new ChatModelRecipe(chat.toSettings()) : null,
                store(),
                config.query().timeout(),
                config.query().evidenceTokens(),
                chat.maxOutputTokens());
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
