package io.millrace.job;

import io.millrace.answer.AccessRules;
import io.millrace.answer.AnsweringRecipes;
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
import io.millrace.job.dryrun.Terms;
import io.millrace.job.recipe.AnswerStoreRecipe;
import io.millrace.job.recipe.AuditableStoreRecipe;
import io.millrace.job.recipe.ChatModelRecipe;
import io.millrace.job.recipe.ChunkerRecipe;
import io.millrace.job.recipe.EmbeddingModelRecipe;
import io.millrace.job.recipe.ParserRecipe;
import io.millrace.job.recipe.PurseRecipe;
import io.millrace.job.recipe.RerankModelRecipe;
import io.millrace.job.recipe.StoreRecipe;
import io.millrace.job.recipe.TokenCounterRecipe;
import io.millrace.model.ModelSettings;
import io.millrace.plan.PlanSettings;
import io.millrace.retrieve.ChunkQuery.Blend;
import io.millrace.retrieve.Retriever;
import io.millrace.sparse.SparseSpec;
import io.millrace.usage.Budget;
import io.millrace.usage.Money;
import io.millrace.usage.Price;
import io.millrace.usage.PriceTable;
import io.millrace.usage.PurseSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
        return new CollectionSpec(qdrant.collection(), space(), qdrant.fields(), "", sparse(), qdrant.adopt());
    }

    private @Nullable SparseSpec sparse() {
        return config.sparse().enabled() ? new SparseSpec(config.sparse().language(), embeddingText()) : null;
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
                config.embedding().buffer().bytes(),
                new EmbedSettings.Payment(embeddingModelName(), embeddingPrice(), purse()));
    }

    /** How to open the collection. */
    public StoreRecipe store() {
        QdrantConfig qdrant = config.qdrant();
        return new StoreRecipe(
                new QdrantSettings(qdrant.url(), qdrant.apiKey(), qdrant.timeout(), qdrant.vector()), collection());
    }

    /** How to open what keeps answers; null where none are kept. */
    public @Nullable AnswerStoreRecipe answers() {
        return config.answers().kept()
                ? new AnswerStoreRecipe(
                        store().settings(),
                        config.answers().collectionBeside(config.qdrant().collection()),
                        space())
                : null;
    }

    /** What models cost. */
    public PriceTable prices() {
        return config.prices().table();
    }

    /** The embedding model's name, as it is counted by. */
    public String embeddingModelName() {
        VectorSpace space = space();
        return space.provider() + "/" + space.model();
    }

    /** How to open the embedding model's token counter alone. */
    TokenCounterRecipe embeddingTokens() {
        return new TokenCounterRecipe(embedding);
    }

    /** The embedding model's price; null when it isn't known. */
    public @Nullable Price embeddingPrice() {
        VectorSpace space = space();
        return prices().of(space.provider(), space.model());
    }

    /** What embedding is priced with. */
    Terms terms() {
        return new Terms(
                embeddingModelName(),
                embeddingPrice(),
                config.prices().currency(),
                config.prices().asOf(),
                config.embedding().budget());
    }

    /** How to open what pays for embedding. */
    public PurseSource purse() {
        Budget budget = config.embedding().budget();
        return budget == null
                ? PurseSource.UNLIMITED
                : new PurseRecipe(budget, store().settings(), config.qdrant().collection());
    }

    /**
     * Checks that a budget can be kept.
     *
     * @throws FatalException when it can't
     */
    void checkBudget() {
        Budget budget = config.embedding().budget();
        if (budget == null) {
            return;
        }
        Price price = embeddingPrice();
        if (price == null) {
            throw new FatalException(
                    "unknown-price",
                    "embedding.budget is %s, and what %s costs isn't known: name its price of a million tokens under"
                                    .formatted(budget, embeddingModelName())
                            + " prices.models, as in '%s: 0.02'".formatted(embeddingModelName()));
        }
        if (config.chunking().chunker() == ChunkingConfig.Chunker.SEMANTIC && !price.equals(Price.FREE)) {
            throw new FatalException(
                    "unlimited-chunker",
                    "embedding.budget is %s, and chunking.chunker is semantic, whose calls to %s it doesn't limit: try"
                                    .formatted(budget, embeddingModelName())
                            + " another chunker, or leave the budget out");
        }
        long request = price.cost(mostTokens(), 0);
        if (budget.nanos() < request) {
            throw new FatalException(
                    "budget-too-small",
                    "embedding.budget must be at least %s, what one full request to %s may cost, got '%s'; a smaller"
                                    .formatted(new Money(request, budget.currency()), embeddingModelName(), budget)
                            + " embedding.batch-size makes requests smaller");
        }
    }

    /** Tokens that a request may have. */
    private long mostTokens() {
        EmbeddingLimits limits = embeddingLimits();
        return Math.min(limits.tokensPerRequest(), (long) limits.inputs() * limits.tokensPerInput());
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

    /** What is embedded of a chunk. */
    public EmbeddingText embeddingText() {
        return switch (config.chunking().embedWith()) {
            case NONE -> EmbeddingText.NONE;
            case TITLE -> EmbeddingText.TITLE;
            case HEADINGS -> EmbeddingText.HEADINGS;
        };
    }

    RequestLimits requestLimits() {
        var query = config.query();
        return new RequestLimits(
                query.topK(),
                query.maxTopK(),
                query.minScore(),
                query.maxQuestionLength(),
                config.kafka().answerDeltasTopic() != null,
                config.answers().kept(),
                query.neighbours(),
                access());
    }

    private AccessRules access() {
        return new AccessRules(config.tenancy().required(), config.tenancy().groupsField());
    }

    /** How vectors and words are blended. */
    public Blend blend() {
        var query = config.query();
        return new Blend(query.candidates(), query.vectorWeight(), query.wordsWeight());
    }

    private AnsweringRecipes.Search search() {
        var query = config.query();
        var rerank = config.rerank();
        return new AnsweringRecipes.Search(
                new Retriever.Settings(query.mode(), blend(), rerank.candidates(), rerank.timeout()),
                reranking(),
                embeddingText(),
                access());
    }

    AnsweringRecipes answering() {
        var chat = config.chat();
        return new AnsweringRecipes(
                embeddingModel(),
                pace,
                chat.hasModel() ? new ChatModelRecipe(chat.toSettings()) : null,
                store(),
                config.query().timeout(),
                config.query().evidenceTokens(),
                chat.maxOutputTokens(),
                prices(),
                search(),
                kept());
    }

    private AnsweringRecipes.@Nullable Kept kept() {
        AnswerStoreRecipe store = answers();
        if (store == null) {
            return null;
        }
        var answers = config.answers();
        return new AnsweringRecipes.Kept(
                store,
                answers.history(),
                answers.historyAge(),
                answers.cache(),
                answers.cacheSimilarity(),
                answers.cacheAge(),
                answers.keep(),
                config.qdrant().url() + "/" + config.qdrant().collection());
    }

    /** How to open the model that orders what was found; null when none does. */
    public @Nullable RerankModelRecipe reranking() {
        var rerank = config.rerank();
        return rerank.hasModel() ? new RerankModelRecipe(rerank.toSettings()) : null;
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
