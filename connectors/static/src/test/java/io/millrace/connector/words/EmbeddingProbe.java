package io.millrace.connector.words;

import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Opens two models of a file, embeds with both and closes them: all in the class loader of this class. */
public final class EmbeddingProbe implements Function<String, Integer> {
    @Override
    public Integer apply(String file) {
        var provider = new StaticEmbeddingProvider();
        var settings = Settings.of(Map.of("file", file, "weighting", "rank"));
        try (EmbeddingModel model = provider.open(settings);
                EmbeddingModel other = provider.open(settings)) {
            other.embed(List.of("the river"), EmbeddingMode.DOCUMENT).join();
            return model.embed(List.of("the mill wheel turns"), EmbeddingMode.QUERY)
                    .join()
                    .vectors()
                    .get(0)
                    .dimension();
        }
    }
}
