package io.millrace.connector.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.millrace.embed.Vector;
import io.millrace.failure.FatalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A model's network, loaded. Used by one thread at a time: its input buffers are its own and filled again each run. */
final class TransformerSession implements AutoCloseable {
    private static final String PIECES = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String SEGMENTS = "token_type_ids";

    private final SentenceTransformer transformer;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final LongBuffer pieces = buffer();
    private final LongBuffer mask = buffer();
    // A text is one segment, number 0: never written.
    private final LongBuffer segments = buffer();

    private TransformerSession(SentenceTransformer transformer, OrtEnvironment environment, OrtSession session) {
        this.transformer = transformer;
        this.environment = environment;
        this.session = session;
    }

    /**
     * Loads the network.
     *
     * @param threads that a run's arithmetic is spread over, the caller's among them
     * @throws FatalException when it can't be loaded
     */
    static TransformerSession open(SentenceTransformer transformer, int threads) {
        OrtEnvironment environment = RuntimeNative.environment();
        // From a file, not from an array: a Flink process may have less heap than twice the network's size.
        try (var files = new ScratchFiles();
                InputStream network = transformer.openNetwork();
                SessionOptions options = options(threads)) {
            String path = files.write("model.onnx", network).toString();
            return new TransformerSession(transformer, environment, environment.createSession(path, options));
        } catch (IOException | OrtException e) {
            throw new FatalException(
                    "model-load",
                    "Embedding model '%s' can't be loaded: %s".formatted(transformer.name(), e.getMessage()),
                    e);
        }
    }

    private static SessionOptions options(int threads) throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        // Runs differ in shape: a plan of memory for each shape seen saves no time and only takes room.
        options.setMemoryPatternOptimization(false);
        // Threads that wait in a loop for the next operation take the processors from the rest of the process.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        // Work is shared out in ever smaller blocks: on a busy machine, an operation doesn't wait for a large block
        // whose thread has no processor.
        options.addConfigEntry("session.dynamic_block_base", "4");
        return options;
    }

    /**
     * The vectors of texts, in order.
     *
     * @param texts each text's word pieces; as many texts times the longest's pieces as
     *     {@link LengthBatches#MOST_PIECES} allows
     */
    List<Vector> run(List<long[]> texts) throws OrtException {
        int width = texts.stream().mapToInt(text -> text.length).max().orElse(0);
        fill(texts, width);
        long[] shape = {texts.size(), width};
        try (OnnxTensor piecesInput = OnnxTensor.createTensor(environment, pieces, shape);
                OnnxTensor maskInput = OnnxTensor.createTensor(environment, mask, shape);
                OnnxTensor segmentsInput = OnnxTensor.createTensor(environment, segments, shape);
                OrtSession.Result result =
                        session.run(Map.of(PIECES, piecesInput, MASK, maskInput, SEGMENTS, segmentsInput))) {
            return pool(texts, width, ((OnnxTensor) result.get(0)).getFloatBuffer());
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime can't close a session: " + e.getMessage(), e);
        }
    }

    private void fill(List<long[]> texts, int width) {
        pieces.clear();
        mask.clear();
        for (long[] text : texts) {
            for (int i = 0; i < width; i++) {
                pieces.put(i < text.length ? text[i] : 0);
                mask.put(i < text.length ? 1 : 0);
            }
        }
        pieces.flip();
        mask.flip();
        segments.limit(texts.size() * width);
    }

    private List<Vector> pool(List<long[]> texts, int width, FloatBuffer output) {
        List<Vector> vectors = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            Vector vector = new Vector(
                    transformer.pooling().pool(output, i * width, texts.get(i).length, transformer.dimension()));
            vectors.add(transformer.unitLength() ? vector.normalised() : vector);
        }
        return vectors;
    }

    private static LongBuffer buffer() {
        return ByteBuffer.allocateDirect(LengthBatches.MOST_PIECES * Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
    }
}
