package io.millrace.embed;

import io.millrace.chunk.EmbeddingText;
import io.millrace.usage.Price;
import io.millrace.usage.PurseSource;
import java.io.Serializable;
import org.apache.flink.util.function.SerializableSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What chunks are embedded with.
 *
 * @param model opens the model
 * @param text what is embedded of a chunk
 * @param pace how fast the job may call
 * @param buffer bytes that the texts and vectors that wait in a subtask may take, about
 * @param money how calls are paid for
 */
public record EmbedSettings(
        SerializableSupplier<EmbeddingModel> model, EmbeddingText text, PaceSettings pace, long buffer, Payment money)
        implements Serializable {
    /**
     * How a model's calls are paid for.
     *
     * @param model the model's name, which they are counted under
     * @param price of its tokens, or null when it isn't known
     * @param purse opens what they are paid from
     */
    public record Payment(String model, @Nullable Price price, PurseSource purse) implements Serializable {
        /** Calls whose cost is neither known nor limited. */
        public static Payment unknown(String model) {
            return new Payment(model, null, PurseSource.UNLIMITED);
        }

        /** The cost of so many tokens, in 1e-9 of the currency; 0 where there is no price. */
        long cost(long tokens) {
            return price == null ? 0 : price.cost(tokens, 0);
        }
    }

    /** Enough for eight requests of the largest size to a model of 1,536 dimensions. */
    public static final long DEFAULT_BUFFER = 128L << 20;

    public EmbedSettings {
        if (buffer < 1) {
            throw new IllegalArgumentException("buffer must be at least 1, got " + buffer);
        }
    }
}
