package io.millrace.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.chunk.Chunk;
import io.millrace.chunk.ChunkId;
import io.millrace.chunk.EmbeddingText;
import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.TokenLimit;
import io.millrace.failure.Fatal;
import io.millrace.index.IndexOperation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Counts what embedding the chunks of steps would take, and hands nothing on. Equal texts are counted once in {@code
 * estimate-texts}, {@code estimate-tokens} and {@code estimate-requests}, as they are sent once, as far as the last
 * 200,000 texts of a subtask are remembered; all of them in {@code estimate-all-tokens}.
 */
public final class EstimateFunction extends ProcessFunction<IndexOperation, Void> {
    private static final long serialVersionUID = 1L;

    /** About 40 MB. */
    private static final int REMEMBERED = 200_000;

    private final EmbeddingText embeddingText;
    private final EmbeddingLimits limits;
    private final SerializableSupplier<TokenCounter> recipe;

    private transient TokenCounter tokenCounter;
    private transient Map<String, Boolean> recent;
    private transient LongCounter texts;
    private transient LongCounter tokens;
    private transient LongCounter requests;
    private transient LongCounter allTokens;
    private transient long room;
    private transient long tokenRoom;
    private transient long byteRoom;

    /** Estimates for a model of these limits that counts as the recipe's counter does. */
    public EstimateFunction(
            EmbeddingText embeddingText, EmbeddingLimits limits, SerializableSupplier<TokenCounter> recipe) {
        this.embeddingText = embeddingText;
        this.limits = limits;
        this.recipe = recipe;
    }

    @Override
    public void open(OpenContext context) {
        tokenCounter = Fatal.stopsTheJob(recipe);
        recent = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > REMEMBERED;
            }
        };
        texts = counter("estimate-texts");
        tokens = counter("estimate-tokens");
        requests = counter("estimate-requests");
        allTokens = counter("estimate-all-tokens");
    }

    @Override
    public void processElement(IndexOperation step, Context context, Collector<Void> out) {
        Chunk chunk = step.chunk();
        if (chunk == null || step.type() != IndexOperation.Type.PUT) {
            return;
        }
        int limit = limits.tokensPerInput();
        String text = TokenLimit.cut(embeddingText.of(chunk), limit, tokenCounter);
        int count = Math.min(limit, tokenCounter.count(text));
        allTokens.add(count);
        if (recent.put(ChunkId.hash(text), Boolean.TRUE) == null) {
            texts.add(1);
            tokens.add(count);
            fit(count, text.getBytes(UTF_8).length);
        }
    }

    /** As requests are filled under load; a lone document's goes sooner. */
    private void fit(long count, long bytes) {
        if (room == 0 || tokenRoom < count || byteRoom < bytes) {
            requests.add(1);
            room = limits.inputs();
            tokenRoom = limits.tokensPerRequest();
            byteRoom = limits.bytesPerRequest();
        }
        room--;
        tokenRoom -= count;
        byteRoom -= bytes;
    }

    private LongCounter counter(String name) {
        LongCounter counter = new LongCounter();
        getRuntimeContext().addAccumulator(name, counter);
        return counter;
    }
}
