package io.millrace.answer;

import io.millrace.answer.kept.AnswerStore;
import io.millrace.chunk.EmbeddingText;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.PaceSettings;
import io.millrace.index.VectorStore;
import io.millrace.rerank.RerankModel;
import io.millrace.retrieve.Retriever;
import io.millrace.usage.PriceTable;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.util.function.SerializableSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How to open what answering needs.
 *
 * @param embedding the embedding model
 * @param pace how fast the job may call the embedding model
 * @param chat the chat model, or null to quote instead of writing
 * @param store the collection
 * @param timeout of one request
 * @param evidenceTokens of the evidence in one prompt
 * @param maxOutputTokens that the chat model may write
 * @param prices what models cost
 * @param search how chunks are found
 * @param kept what is remembered; null for nothing
 * @param limits what a tenant may take
 */
public record AnsweringRecipes(
        SerializableSupplier<EmbeddingModel> embedding,
        PaceSettings pace,
        @Nullable SerializableSupplier<ChatModel> chat,
        SerializableSupplier<VectorStore> store,
        Duration timeout,
        int evidenceTokens,
        int maxOutputTokens,
        PriceTable prices,
        Search search,
        @Nullable Kept kept,
        TenantLimits limits)
        implements Serializable {

    public AnsweringRecipes {
        if (limits.tokensPerDay() != null && kept == null) {
            throw new IllegalArgumentException("tokens of a day are remembered with answers, and none are kept");
        }
    }

    /** Recipes where chunks are found as is default, everybody sees everything, and nothing is limited or remembered. */
    public AnsweringRecipes(
            SerializableSupplier<EmbeddingModel> embedding,
            PaceSettings pace,
            @Nullable SerializableSupplier<ChatModel> chat,
            SerializableSupplier<VectorStore> store,
            Duration timeout,
            int evidenceTokens,
            int maxOutputTokens,
            PriceTable prices) {
        this(
                embedding,
                pace,
                chat,
                store,
                timeout,
                evidenceTokens,
                maxOutputTokens,
                prices,
                new Search(Retriever.Settings.DEFAULT, null, EmbeddingText.NONE, AccessRules.OPEN),
                null,
                TenantLimits.NONE);
    }

    /** Which subtask a request comes to. */
    RequestRoute route() {
        return new RequestRoute(limits.countTogether());
    }

    /**
     * How chunks are found.
     *
     * @param reranker the rerank model, or null
     * @param text what it reads of a chunk
     * @param access who may see what
     */
    public record Search(
            Retriever.Settings settings,
            @Nullable SerializableSupplier<RerankModel> reranker,
            EmbeddingText text,
            AccessRules access)
            implements Serializable {}

    /**
     * What is remembered.
     *
     * @param store where
     * @param turns of a conversation that a question is understood with
     * @param turnAge how old such a turn may be
     * @param reuse whether a question may get the answer to a nearly equal one
     * @param similarity how near that one must be, a cosine
     * @param reuseAge how old its answer may be
     * @param age how long answers are kept
     * @param setting what answers depend on beside the request, such as the collection
     */
    public record Kept(
            SerializableSupplier<AnswerStore> store,
            int turns,
            Duration turnAge,
            boolean reuse,
            double similarity,
            Duration reuseAge,
            Duration age,
            String setting)
            implements Serializable {}
}
