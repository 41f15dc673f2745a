package io.millrace.plan;

import io.millrace.chunk.Chunker;
import io.millrace.chunk.EmbeddingText;
import io.millrace.document.ContentParser;
import io.millrace.index.VectorStore;
import io.millrace.picture.PictureSettings;
import java.io.Serializable;
import org.apache.flink.util.function.SerializableSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What plans are made with.
 *
 * @param source where the documents are read from; see {@link io.millrace.chunk.Chunk#source()}
 * @param store opens the collection
 * @param parser opens the parser
 * @param parserName names the parser with its version and what it leaves out: two of one name find the same text in the
 *     same bytes
 * @param chunker opens the chunker
 * @param embeddingText what is embedded of a chunk
 * @param pictures how pictures become text; null where they are refused as other documents without text are
 */
public record PlanSettings(
        String source,
        SerializableSupplier<VectorStore> store,
        SerializableSupplier<ContentParser> parser,
        String parserName,
        SerializableSupplier<Chunker> chunker,
        EmbeddingText embeddingText,
        @Nullable PictureSettings pictures)
        implements Serializable {}
