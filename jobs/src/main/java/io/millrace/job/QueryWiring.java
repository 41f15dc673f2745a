package io.millrace.job;

import io.millrace.answer.AccessRules;
import io.millrace.answer.AnsweringRecipes;
import io.millrace.answer.ChatProviders;
import io.millrace.answer.RequestLimits;
import io.millrace.answer.RequestRoute;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.recipe.AnswerStoreRecipe;
import io.millrace.job.recipe.ChatModelRecipe;
import io.millrace.job.recipe.RerankModelRecipe;
import io.millrace.rerank.RerankProviders;
import io.millrace.retrieve.ChunkQuery.Blend;
import io.millrace.retrieve.Retriever;
import org.jspecify.annotations.Nullable;

/** What a configuration means for the jobs that ask the index. */
public final class QueryWiring extends Wiring {
    public QueryWiring(MillraceConfig config) {
        super(config);
    }

    /** How to open what keeps answers; null where none are kept. */
    public @Nullable AnswerStoreRecipe answers() {
        return config().answers().kept()
                ? new AnswerStoreRecipe(
                        store().settings(),
                        config().answers().collectionBeside(config().qdrant().collection()),
                        collection().space())
                : null;
    }

    RequestLimits requestLimits() {
        var query = config().query();
        return new RequestLimits(
                query.topK(),
                query.maxTopK(),
                query.minScore(),
                query.maxQuestionLength(),
                config().kafka().answerDeltasTopic() != null,
                config().answers().kept(),
                query.neighbours(),
                access());
    }

    private AccessRules access() {
        return new AccessRules(config().tenancy().required(), config().tenancy().groupsField());
    }

    /** How vectors and words are blended. */
    public Blend blend() {
        var query = config().query();
        return new Blend(query.candidates(), query.vectorWeight(), query.wordsWeight());
    }

    private AnsweringRecipes.Search search() {
        var query = config().query();
        var rerank = config().rerank();
        return new AnsweringRecipes.Search(
                new Retriever.Settings(query.mode(), blend(), rerank.candidates(), rerank.timeout()),
                reranking(),
                embeddingText(),
                access());
    }

    /** Which subtask a request comes to; null where it doesn't matter. */
    @Nullable
    RequestRoute route() {
        boolean byTenant = config().query().limits().toLimits().countTogether();
        return byTenant || answers() != null ? new RequestRoute(byTenant) : null;
    }

    /**
     * Checks that the chat model's and the rerank model's providers are there.
     *
     * @throws io.millrace.failure.FatalException naming the setting and what it may be
     */
    void checkProviders() {
        if (config().chat().hasModel()) {
            ChatProviders.of(config().chat().toSettings());
        }
        if (config().rerank().hasModel()) {
            RerankProviders.of(config().rerank().toSettings());
        }
    }

    AnsweringRecipes answering() {
        var chat = config().chat();
        return new AnsweringRecipes(
                embeddingModel(),
                pace(),
                chat.hasModel() ? new ChatModelRecipe(chat.toSettings()) : null,
                store(),
                config().query().timeout(),
                config().query().evidenceTokens(),
                chat.maxOutputTokens(),
                prices(),
                search(),
                kept(),
                config().query().limits().toLimits());
    }

    private AnsweringRecipes.@Nullable Kept kept() {
        AnswerStoreRecipe store = answers();
        if (store == null) {
            return null;
        }
        var answers = config().answers();
        return new AnsweringRecipes.Kept(
                store,
                answers.history(),
                answers.historyAge(),
                answers.cache(),
                answers.cacheSimilarity(),
                answers.cacheAge(),
                answers.keep(),
                config().qdrant().url() + "/" + config().qdrant().collection());
    }

    /** How to open the model that orders what was found; null when none does. */
    public @Nullable RerankModelRecipe reranking() {
        var rerank = config().rerank();
        return rerank.hasModel() ? new RerankModelRecipe(rerank.toSettings()) : null;
    }
}
