package io.millrace.connector.onnx;

import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.millrace.failure.TransientException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A sentence transformer that runs in this process. Texts longer than it reads are cut. Futures complete on the model's
 * worker thread, so what follows them there should be short. Calls that are under way when it closes fail at once.
 */
final class OnnxEmbeddingModel implements EmbeddingModel {
    private final VectorSpace space;
    private final EmbeddingLimits limits;
    private final SharedTransformer shared;
    private final Set<EmbeddingCall> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    private OnnxEmbeddingModel(VectorSpace space, EmbeddingLimits limits, SharedTransformer shared) {
        this.space = space;
        this.limits = limits;
        this.shared = shared;
    }

    /**
     * Opens the model, about a second's work where nobody in this class loader has it open.
     *
     * @throws FatalException when it can't be loaded
     */
    static OnnxEmbeddingModel open(OnnxSettings settings) {
        EmbeddingLimits limits = settings.limits();
        return new OnnxEmbeddingModel(
                settings.space(), limits, SharedTransformer.join(settings.transformer(), settings.threads()));
    }

    @Override
    public VectorSpace space() {
        return space;
    }

    @Override
    public EmbeddingLimits limits() {
        return limits;
    }

    @Override
    public TokenCounter tokenCounter() {
        return shared.wordPieces()::count;
    }

    @Override
    public boolean cutsTexts() {
        return true;
    }

    @Override
    public CompletableFuture<Response> embed(List<String> texts, EmbeddingMode mode) {
        if (closed.get()) {
            return CompletableFuture.failedFuture(new FatalException(
                    "model-closed", "Embedding model '%s' is closed and can't embed".formatted(space.model())));
        }
        String prefix = space.prefix(mode);
        var call = new EmbeddingCall(texts.stream().map(prefix::concat).toList(), mode == EmbeddingMode.QUERY);
        underWay.add(call);
        try {
            shared.submit(call);
        } catch (RejectedExecutionException e) {
            call.fail(closedMeanwhile(e));
        }
        // Asked again: a close since the first time may have missed this call.
        if (closed.get()) {
            call.fail(closedMeanwhile(null));
        }
        return call.response().whenComplete((response, failure) -> underWay.remove(call));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            underWay.forEach(call -> call.fail(closedMeanwhile(null)));
            shared.leave();
        }
    }

    private TransientException closedMeanwhile(@Nullable Throwable cause) {
        return new TransientException(
                "model-closed",
                "Embedding model '%s' was closed with the call under way".formatted(space.model()),
                cause);
    }
}
