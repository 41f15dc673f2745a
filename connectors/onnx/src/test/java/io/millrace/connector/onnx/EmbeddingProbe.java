package io.millrace.connector.onnx;

import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.model.ModelSettings;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Opens the jar's model or a directory's, counts, embeds and closes, and gives the vector's numbers: all in the class loader of this class. */
public final class EmbeddingProbe implements Function<String, float[]> {
    @Override
    public float[] apply(String directory) {
        var provider = new OnnxEmbeddingProvider();
        var jar = ModelSettings.of("embedding", "onnx");
        var settings = directory.isEmpty()
                ? jar
                : jar.reached(null, null, null, jar.timeout(), Map.of("directory", directory));
        int tokens = provider.tokenCounter(settings).count("the mill wheel turns");
        if (tokens != 4) {
            throw new IllegalStateException("counted " + tokens + " tokens, not 4");
        }
        try (EmbeddingModel model = provider.open(settings)) {
            return model.embed(List.of("the mill wheel turns"), EmbeddingMode.QUERY)
                    .join()
                    .vectors()
                    .get(0)
                    .values();
        }
    }
}
