package io.millrace.answer;

import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.PaceSettings;
import io.millrace.index.VectorStore;
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
 */
public record AnsweringRecipes(
        SerializableSupplier<EmbeddingModel> embedding,
        PaceSettings pace,
        @Nullable SerializableSupplier<ChatModel> chat,
        SerializableSupplier<VectorStore> store,
        Duration timeout,
        int evidenceTokens,
        int maxOutputTokens,
        PriceTable prices)
        implements Serializable {}
