package io.millrace.connector.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.millrace.embed.Vector;
import io.millrace.failure.FatalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A model's network, loaded. Safe for use by many threads; a run that is done leaves its input buffers to the next. */
final class TransformerSession implements AutoCloseable {
    static final String PIECES = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String SEGMENTS = "token_type_ids";
    private static final String POSITIONS = "position_ids";

    /** What a network may read; each has those of them that its authors gave it. */
    static final Set<String> INPUTS = Set.of(PIECES, MASK, SEGMENTS, POSITIONS);

    private final SentenceTransformer transformer;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Queue<Map<String, LongBuffer>> buffers = new ConcurrentLinkedQueue<>();

    private TransformerSession(SentenceTransformer transformer, OrtEnvironment environment, OrtSession session) {
        this.transformer = transformer;
        this.environment = environment;
        this.session = session;
    }

    /**
     * Loads the network, and runs it once where nobody knows yet that it runs.
     *
     * @param threads that a run's arithmetic is spread over, the caller's among them
     * @param trial a text's word pieces
     * @throws FatalException when it can't be loaded, or isn't what its description says
     */
    static TransformerSession open(SentenceTransformer transformer, int threads, long[] trial) {
        OrtEnvironment environment = RuntimeNative.environment();
        // From a file, not from an array: a Flink process may have less heap than twice the network's size.
        try (var files = new ScratchFiles();
                SessionOptions options = options(threads)) {
            String path = transformer.files().network(files).toString();
            var opened = new TransformerSession(transformer, environment, environment.createSession(path, options));
            if (transformer.files() instanceof ModelFiles.Local) {
                opened.tryOut(trial);
            }
            return opened;
        } catch (IOException | OrtException e) {
            throw new FatalException(
                    "model-load",
                    "Embedding model '%s' can't be loaded: %s".formatted(transformer.name(), e.getMessage()),
                    e);
        }
    }

    private void tryOut(long[] trial) throws OrtException {
        boolean ran = false;
        try {
            run(List.of(trial));
            ran = true;
        } finally {
            if (!ran) {
                close();
            }
        }
    }

    private static SessionOptions options(int threads) throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
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
     * @param texts each text's word pieces, one text or as many as {@link LengthBatches} lets run together
     * @throws FatalException when the network's output isn't what its description says
     */
    List<Vector> run(List<long[]> texts) throws OrtException {
        Map<String, LongBuffer> inputs = Objects.requireNonNullElseGet(buffers.poll(), this::newBuffers);
        try {
            return run(texts, inputs);
        } finally {
            buffers.add(inputs);
        }
    }

    private List<Vector> run(List<long[]> texts, Map<String, LongBuffer> inputs) throws OrtException {
        int width = texts.stream().mapToInt(text -> text.length).max().orElse(0);
        long[] shape = {texts.size(), width};
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (Map.Entry<String, LongBuffer> input : inputs.entrySet()) {
                fill(input.getKey(), input.getValue().clear(), texts, width);
                tensors.put(
                        input.getKey(),
                        OnnxTensor.createTensor(environment, input.getValue().flip(), shape));
            }
            try (OrtSession.Result result = session.run(tensors, Set.of(transformer.output()))) {
                OnnxTensor output = (OnnxTensor) result.get(0);
                check(output.getInfo().getShape());
                return pool(texts, width, output.getFloatBuffer());
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
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

    private void fill(String input, LongBuffer values, List<long[]> texts, int width) {
        for (long[] text : texts) {
            for (int i = 0; i < width; i++) {
                boolean padding = i >= text.length;
                values.put(
                        switch (input) {
                            case PIECES -> padding ? transformer.padding() : text[i];
                            case MASK -> padding ? 0 : 1;
                            case POSITIONS -> i;
                            // A text is one segment, number 0.
                            default -> 0;
                        });
            }
        }
    }

    /** A file may leave open how many numbers there are; then only a run shows that there are others. */
    private void check(long[] shape) {
        int axes = transformer.pooling() == null ? 2 : 3;
        if (shape.length != axes || shape[axes - 1] != transformer.dimension()) {
            throw new FatalException(
                    "wrong-dimension",
                    "Embedding model '%s' gave '%s' of shape %s, and vectors of %d dimensions were awaited: set"
                                    .formatted(
                                            transformer.name(),
                                            transformer.output(),
                                            Arrays.toString(shape),
                                            transformer.dimension())
                            + " embedding.dimension to the last of these, or leave it out");
        }
    }

    private List<Vector> pool(List<long[]> texts, int width, FloatBuffer output) {
        Pooling pooling = transformer.pooling();
        List<Vector> vectors = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            Vector vector = new Vector(
                    pooling == null
                            ? Pooling.at(output, i, transformer.dimension())
                            : pooling.pool(output, i * width, texts.get(i).length, transformer.dimension()));
            vectors.add(transformer.unitLength() ? vector.normalised() : vector);
        }
        return vectors;
    }

    /** One for each input, with room for any run. */
    private Map<String, LongBuffer> newBuffers() {
        int capacity = Math.max(LengthBatches.MOST_PIECES, transformer.maxPieces());
        Map<String, LongBuffer> inputs = new HashMap<>();
        session.getInputNames().forEach(name -> inputs.put(name, buffer(capacity)));
        return inputs;
    }

    private static LongBuffer buffer(int capacity) {
        return ByteBuffer.allocateDirect(capacity * Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
    }
}
