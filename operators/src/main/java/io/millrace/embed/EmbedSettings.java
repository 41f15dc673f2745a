package io.millrace.embed;

import io.millrace.chunk.EmbeddingText;
import java.io.Serializable;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * What chunks are embedded with.
 *
 * @param model opens the model
 * @param text what is embedded of a chunk
 * @param pace how fast the job may call
 * @param buffer bytes that the texts and vectors that wait in a subtask may take, about
 */
public record EmbedSettings(
        SerializableSupplier<EmbeddingModel> model, EmbeddingText text, PaceSettings pace, long buffer)
        implements Serializable {
    /** Enough for eight requests of the largest size to a model of 1,536 dimensions. */
    public static final long DEFAULT_BUFFER = 128L << 20;

    public EmbedSettings {
        if (buffer < 1) {
            throw new IllegalArgumentException("buffer must be at least 1, got " + buffer);
        }
    }
}
