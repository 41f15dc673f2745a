package io.millrace.connector.onnx;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts per second on the first documents of a BEIR corpus: a plain loop over single texts on the session itself, the
 * model with calls of one text, the model with full calls. Not a test: run its main, with the number of documents and
 * the directory of {@code corpus.jsonl}. They take turns, since a machine's speed changes;
 * on a busy machine, compare the processors' seconds.
 */
final class EmbeddingBenchmark {
    private static final int ROUNDS = 3;

    private EmbeddingBenchmark() {}

    public static void main(String[] arguments) throws IOException, OrtException {
        int documents = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 500;
        Path directory = Path.of(arguments.length > 1 ? arguments[1] : "../shared/data/scifact");
        List<String> texts = read(directory.resolve("corpus.jsonl"), documents);
        int threads = Runtime.getRuntime().availableProcessors();
        WordPieces wordPieces = WordPieces.of(SentenceTransformer.ALL_MINILM_L6_V2);
        try (var session = TransformerSession.open(SentenceTransformer.ALL_MINILM_L6_V2, threads, new long[0]);
                EmbeddingModel model = new OnnxEmbeddingProvider().open(new Settings().build())) {
            int batch = model.limits().inputs();
            for (int round = 1; round <= ROUNDS; round++) {
                report(round, "plain loop", texts.size(), () -> {
                    for (String text : texts) {
                        session.run(List.of(wordPieces.frame(text, 256)));
                    }
                });
                report(round, "calls of 1", texts.size(), () -> embed(model, texts, 1));
                report(round, "calls of " + batch, texts.size(), () -> embed(model, texts, batch));
            }
        }
    }

    private static void embed(EmbeddingModel model, List<String> texts, int batch) {
        for (int start = 0; start < texts.size(); start += batch) {
            List<String> call = texts.subList(start, Math.min(texts.size(), start + batch));
            model.embed(call, EmbeddingMode.DOCUMENT).join();
        }
    }

    private static void report(int round, String name, int texts, Work work) throws OrtException {
        Duration processor = processorTime();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        double processorSeconds = processorTime().minus(processor).toMillis() / 1e3;
        System.out.printf(
                "round %d, %-13s %6.1f texts/s, %5.1f s, %5.1f s of processors%n",
                round, name, texts / seconds, seconds, processorSeconds);
    }

    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static List<String> read(Path corpus, int documents) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> texts = new ArrayList<>();
        try (Stream<String> lines = Files.lines(corpus)) {
            for (String line : (Iterable<String>) lines.limit(documents)::iterator) {
                JsonNode document = json.readTree(line);
                texts.add(document.get("title").asText() + " "
                        + document.get("text").asText());
            }
        }
        return texts;
    }

    private interface Work {
        void run() throws OrtException;
    }
}
