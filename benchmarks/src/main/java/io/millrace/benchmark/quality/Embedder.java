package io.millrace.benchmark.quality;

import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.Vector;
import java.util.ArrayList;
import java.util.List;

/** Embeds many texts, a full call at a time, and says how far it is. */
final class Embedder {
    private final EmbeddingModel model;

    Embedder(EmbeddingModel model) {
        this.model = model;
    }

    /**
     * One vector of length one for each text. What is beyond the model's limit isn't in the vector.
     *
     * @param what what the texts are, for people
     */
    List<Vector> embed(List<String> texts, EmbeddingMode mode, String what) {
        int batch = model.limits().inputs();
        List<Vector> vectors = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); from += batch) {
            List<String> some = texts.subList(from, Math.min(from + batch, texts.size()));
            model.embed(some, mode).join().vectors().forEach(vector -> vectors.add(vector.normalised()));
            System.err.printf("%s: %d of %d embedded%n", what, vectors.size(), texts.size());
        }
        return vectors;
    }
}
