package io.millrace.benchmark.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** all-MiniLM-L6-v2 on ONNX Runtime with the runtime's own defaults: nothing but runs, one after another in each thread. */
final class RawRuntime implements AutoCloseable {
    private static final String NETWORK = "/all-minilm-l6-v2.onnx";

    private static final Executor THREADS = work -> new Thread(work, "onnx-alone").start();

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final int runs;

    /**
     * Loads the network. The native library has been loaded by the connector.
     *
     * @param threads that a run's arithmetic is spread over
     * @param runs at once
     */
    RawRuntime(int threads, int runs) throws OrtException, IOException {
        this.runs = runs;
        environment = OrtEnvironment.getEnvironment();
        try (InputStream network = RawRuntime.class.getResourceAsStream(NETWORK);
                SessionOptions options = new SessionOptions()) {
            if (network == null) {
                throw new IOException(NETWORK + " isn't on the class path");
            }
            options.setIntraOpNumThreads(threads);
            session = environment.createSession(network.readAllBytes(), options);
        }
    }

    /** Texts of like length beside each other, so that little is padding; the longest first. */
    static List<List<long[]>> batches(List<long[]> texts, int size) {
        List<long[]> sorted = new ArrayList<>(texts);
        sorted.sort(Comparator.comparingInt((long[] text) -> text.length).reversed());
        List<List<long[]>> batches = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += size) {
            batches.add(sorted.subList(from, Math.min(sorted.size(), from + size)));
        }
        return batches;
    }

    /** Seconds that all texts take; who has done a batch takes the next. */
    double seconds(List<List<long[]>> batches) {
        var next = new AtomicInteger();
        long started = System.nanoTime();
        CompletableFuture<?>[] loops = Stream.generate(
                        () -> CompletableFuture.runAsync(() -> loop(batches, next), THREADS))
                .limit(runs)
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(loops).join();
        return (System.nanoTime() - started) / 1e9;
    }

    private void loop(List<List<long[]>> batches, AtomicInteger next) {
        try {
            for (int at = next.getAndIncrement(); at < batches.size(); at = next.getAndIncrement()) {
                run(batches.get(at));
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    private void run(List<long[]> batch) throws OrtException {
        int width = batch.stream().mapToInt(text -> text.length).max().orElse(0);
        long[] pieces = new long[batch.size() * width];
        long[] mask = new long[pieces.length];
        for (int row = 0; row < batch.size(); row++) {
            long[] text = batch.get(row);
            System.arraycopy(text, 0, pieces, row * width, text.length);
            Arrays.fill(mask, row * width, row * width + text.length, 1);
        }
        long[] shape = {batch.size(), width};
        try (OnnxTensor piecesInput = OnnxTensor.createTensor(environment, LongBuffer.wrap(pieces), shape);
                OnnxTensor maskInput = OnnxTensor.createTensor(environment, LongBuffer.wrap(mask), shape);
                OnnxTensor segments =
                        OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[pieces.length]), shape);
                OrtSession.Result result = session.run(
                        Map.of("input_ids", piecesInput, "attention_mask", maskInput, "token_type_ids", segments))) {
            // What every use does at the least: the numbers come into Java.
            ((OnnxTensor) result.get(0)).getFloatBuffer();
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
