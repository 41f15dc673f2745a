package io.millrace.connector.onnx;

import ai.onnxruntime.OrtException;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FatalException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A loaded model that all who opened it on as many threads share, within a class loader. The first to join loads it, the
 * last to leave frees it. All its work is done by as many workers as it has {@link Threads#runs}, whoever asked for it.
 */
final class SharedTransformer {
    private static final Map<Key, SharedTransformer> OPEN = new HashMap<>();

    private final Key key;
    private final SentenceTransformer transformer;
    private final WordPieces wordPieces;
    private final TransformerSession session;
    private final Workers workers;
    private final AtomicLong turns = new AtomicLong();
    private int users;

    private SharedTransformer(Key key, SentenceTransformer transformer, Threads threads) {
        this.key = key;
        this.transformer = transformer;
        wordPieces = WordPieces.of(transformer);
        session =
                TransformerSession.open(transformer, threads.ofARun(), wordPieces.frame("a", transformer.maxPieces()));
        workers = new Workers("onnx-" + transformer.name(), threads.runs(), session);
    }

    /** The model, loaded if nobody had. Each join needs one {@link #leave()}. */
    static SharedTransformer join(SentenceTransformer transformer, Threads threads) {
        synchronized (OPEN) {
            SharedTransformer shared = OPEN.computeIfAbsent(
                    new Key(transformer.place(), transformer.revision(), threads.all(), threads.runs()),
                    key -> new SharedTransformer(key, transformer, threads));
            shared.users++;
            return shared;
        }
    }

    /** Gives the model up. The last to leave waits until the runs under way have ended and the session is closed. */
    void leave() {
        synchronized (OPEN) {
            users--;
            if (users > 0) {
                return;
            }
            OPEN.remove(key);
        }
        workers.finish();
    }

    WordPieces wordPieces() {
        return wordPieces;
    }

    /** Works on the call when its turn comes, and completes it on a worker's thread. */
    void submit(EmbeddingCall call) {
        long turn = turns.getAndIncrement();
        step(call, turn, () -> prepare(call, turn));
    }

    private void prepare(EmbeddingCall call, long turn) {
        List<long[]> pieces = call.texts().stream()
                .map(text -> wordPieces.frame(text, transformer.maxPieces()))
                .toList();
        int[] lengths = pieces.stream().mapToInt(text -> text.length).toArray();
        for (List<Integer> run : LengthBatches.of(lengths, key.runs())) {
            step(call, turn, () -> run(call, run, run.stream().map(pieces::get).toList()));
        }
    }

    private void run(EmbeddingCall call, List<Integer> indices, List<long[]> pieces) {
        try {
            long tokens = pieces.stream().mapToLong(text -> text.length).sum();
            call.accept(indices, session.run(pieces), tokens);
        } catch (OrtException e) {
            throw new FatalException(
                    "model-run", "Embedding model '%s' failed: %s".formatted(transformer.name(), e.getMessage()), e);
        }
    }

    private void step(EmbeddingCall call, long turn, Runnable action) {
        workers.execute(new Step(call.urgent(), turn, () -> unlessDone(call, action)));
    }

    private static void unlessDone(EmbeddingCall call, Runnable action) {
        if (call.isDone()) {
            return;
        }
        try {
            action.run();
        } catch (RuntimeException | Error failure) {
            // Errors too: a call that is never completed would hold its caller for ever.
            call.fail(ClassifiedException.of(failure));
        }
    }

    /**
     * What sharers have in common. Of the JDK's types alone: to compare and hash a record's component, Java 17 keeps its
     * class, and the class loader with it (JDK-8078641).
     */
    private record Key(String place, String revision, int threads, int runs) {}
}
