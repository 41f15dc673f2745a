package io.millrace.answer;

import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingBatcher;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.failure.Retrier;
import io.millrace.index.VectorStore;
import io.millrace.retrieve.KnownFields;
import io.millrace.retrieve.Retriever;
import org.jspecify.annotations.Nullable;

/**
 * What a request goes through. Who made a stage closes it.
 *
 * @param embedding how questions are embedded
 * @param fields what can be filtered on
 * @param retriever finds, and reranks where there is a model for that
 * @param answerer quotes or writes
 * @param memory what answers are kept in; null to remember nothing, and then there are no conversations
 * @param followUps makes questions of conversations stand by themselves; null where there are none
 */
record QueryStages(
        EmbeddingStage embedding,
        KnownFields fields,
        Retriever retriever,
        Answerer answerer,
        @Nullable Memory memory,
        @Nullable FollowUps followUps) {

    /** Stages that search the store as is default, and remember nothing. */
    static QueryStages of(EmbeddingStage embedding, VectorStore store, Answerer answerer, Retrier retrier) {
        return of(embedding, store, answerer, new Retriever(store, null, Retriever.Settings.DEFAULT, retrier));
    }

    /** Stages that search the store with that retriever, and remember nothing. */
    static QueryStages of(EmbeddingStage embedding, VectorStore store, Answerer answerer, Retriever retriever) {
        return new QueryStages(embedding, new KnownFields(store), retriever, answerer, null, null);
    }

    /** These, and answers are kept: there may be conversations. */
    QueryStages remembering(Memory kept, FollowUps condensing) {
        return new QueryStages(embedding, fields, retriever, answerer, kept, condensing);
    }

    /** Whether a chat model writes the answers. */
    boolean writes() {
        return answerer.models().containsKey("chat");
    }

    /**
     * How questions are embedded, and texts that are examples.
     *
     * @param name the embedding model's name
     * @param questions embeds in query mode
     * @param documents embeds in document mode
     * @param tokens counts as the model does
     * @param limits the model's
     */
    record EmbeddingStage(
            String name,
            EmbeddingBatcher questions,
            EmbeddingBatcher documents,
            TokenCounter tokens,
            EmbeddingLimits limits) {}
}
