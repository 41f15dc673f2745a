package io.millrace.job;

import io.millrace.answer.ChatProvider;
import io.millrace.answer.ChatProviders;
import io.millrace.connector.files.FileSettings;
import io.millrace.connector.files.ParseLimits;
import io.millrace.connector.files.TikaContentParser;
import io.millrace.document.FieldNames;
import io.millrace.embed.EmbedSettings;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.failure.FatalException;
import io.millrace.index.CollectionSpec;
import io.millrace.job.config.ChunkingConfig;
import io.millrace.job.config.DocumentsConfig;
import io.millrace.job.config.FilesConfig;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.config.ParsingConfig;
import io.millrace.job.dryrun.Terms;
import io.millrace.job.recipe.AuditableStoreRecipe;
import io.millrace.job.recipe.ChatModelRecipe;
import io.millrace.job.recipe.ChunkerRecipe;
import io.millrace.job.recipe.ParserRecipe;
import io.millrace.job.recipe.PurseRecipe;
import io.millrace.job.recipe.TokenCounterRecipe;
import io.millrace.model.ModelSettings;
import io.millrace.picture.PictureSettings;
import io.millrace.plan.PlanSettings;
import io.millrace.usage.Budget;
import io.millrace.usage.Money;
import io.millrace.usage.Price;
import io.millrace.usage.PurseSource;
import org.jspecify.annotations.Nullable;

/** What a configuration means for the jobs that fill the index, or compare it with its source. */
public final class IngestWiring extends Wiring {
    /** Tokens that the title and headings before a chunk may take of the model's limit: about 160 characters. */
    private static final int CONTEXT_TOKENS = 48;

    public IngestWiring(MillraceConfig config) {
        super(config);
    }

    /** The collection as a job needs it that fills it. */
    CollectionSpec filledCollection() {
        return collection().withChunking(chunker().line());
    }

    /** How chunks are embedded. */
    EmbedSettings embed() {
        return new EmbedSettings(
                embeddingModel(),
                embeddingText(),
                pace(),
                config().embedding().buffer().bytes(),
                new EmbedSettings.Payment(embeddingModelName(), embeddingPrice(), purse()));
    }

    /** How to open the embedding model's token counter alone. */
    TokenCounterRecipe embeddingTokens() {
        return new TokenCounterRecipe(embedding());
    }

    /** What embedding is priced with. */
    Terms terms() {
        return new Terms(
                embeddingModelName(),
                embeddingPrice(),
                config().prices().currency(),
                config().prices().asOf(),
                config().embedding().budget());
    }

    /** How to open what pays for embedding. */
    public PurseSource purse() {
        Budget budget = config().embedding().budget();
        return budget == null
                ? PurseSource.UNLIMITED
                : new PurseRecipe(budget, store().settings(), config().qdrant().collection());
    }

    /**
     * Checks that a budget can be kept.
     *
     * @throws FatalException when it can't
     */
    void checkBudget() {
        Budget budget = config().embedding().budget();
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
        if (config().chunking().chunker() == ChunkingConfig.Chunker.SEMANTIC && !price.equals(Price.FREE)) {
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
        return new PlanSettings(source(), store(), parser(), parserName(), chunker(), embeddingText(), pictures());
    }

    /** How pictures become text; null where they are refused. */
    @Nullable
    PictureSettings pictures() {
        if (!describesPictures()) {
            return null;
        }
        ModelSettings chat = config().chat().toSettings();
        String name = describingModel();
        return new PictureSettings(new ChatModelRecipe(chat), name, prices().ofNamed(name), chat.maxOutputTokens());
    }

    /** What describing pictures is priced with; null where none are. */
    @Nullable
    Terms picturesTerms() {
        return describesPictures()
                ? new Terms(
                        describingModel(),
                        prices().ofNamed(describingModel()),
                        config().prices().currency(),
                        config().prices().asOf(),
                        null)
                : null;
    }

    /**
     * Checks that there is a model for pictures, where they are to be described.
     *
     * @throws FatalException when there is none, naming the setting
     */
    void checkPictures() {
        if (!describesPictures()) {
            return;
        }
        if (!config().chat().hasModel()) {
            throw new FatalException(
                    "chat-missing",
                    "parsing.pictures is describe, and chat.provider is none: name the chat model that describes them");
        }
        ChatProvider unused = ChatProviders.of(config().chat().toSettings());
    }

    private boolean describesPictures() {
        return config().parsing().pictures() == ParsingConfig.Pictures.DESCRIBE;
    }

    private String describingModel() {
        ModelSettings chat = config().chat().toSettings();
        return chat.provider() + "/" + (chat.model() == null ? "default" : chat.model());
    }

    /** Where documents are read from, as the index has it. */
    String source() {
        return config().documents().source() == DocumentsConfig.Source.FILES
                ? files().uri()
                : "topic:" + config().kafka().documentsTopic();
    }

    /** What the source calls a document's fields: a topic as its schema does, files as they are said to. */
    FieldNames fieldNames() {
        return config().documents().source() == DocumentsConfig.Source.FILES
                ? new FieldNames(config().files().fields())
                : FieldNames.STANDARD;
    }

    private String parserName() {
        String parser =
                TikaContentParser.VERSION + " depth " + config().parsing().maxDepth();
        // Not the model: another one needn't describe everything anew.
        return describesPictures() ? parser + " " + PictureSettings.VERSION : parser;
    }

    ParserRecipe parser() {
        ParsingConfig parsing = config().parsing();
        return new ParserRecipe(new ParseLimits(
                parsing.maxTextLength(),
                parsing.maxDepth(),
                parsing.timeout(),
                parsing.memory().bytes()));
    }

    FileSettings files() {
        FilesConfig files = config().files();
        return new FileSettings(
                files.requirePath(),
                files.watch(),
                files.include(),
                files.maxSize().bytes(),
                describesPictures());
    }

    /** As {@link #files}, read once and to their end. */
    FileSettings filesOnce() {
        FileSettings files = files();
        return new FileSettings(files.path(), null, files.include(), files.maxBytes(), files.pictures());
    }

    AuditableStoreRecipe auditableStore() {
        return new AuditableStoreRecipe(store());
    }

    ChunkerRecipe chunker() {
        ChunkingConfig chunking = config().chunking();
        int limit = embeddingLimits().tokensPerInput();
        boolean context = chunking.embedWith() != ChunkingConfig.EmbedWith.NONE;
        // The model's limit is shared with the context; at the least half of it stays the chunk's.
        int room = context ? Math.max(limit - CONTEXT_TOKENS, limit / 2) : limit;
        return new ChunkerRecipe(chunking, chunking.sizes(room), embedding(), pace());
    }
}
