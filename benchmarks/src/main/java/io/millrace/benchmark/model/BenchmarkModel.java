package io.millrace.benchmark.model;

import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingProviders;
import io.millrace.model.ModelSettings;

/** Opens all-MiniLM-L6-v2 in this process, as a configuration without any settings does. */
public final class BenchmarkModel {
    /** About half a gigabyte at the most, where the texts aren't Latin. */
    private static final long REMEMBERED_CHARACTERS = 256L << 20;

    private BenchmarkModel() {}

    /** A model that embeds and counts each text once; the caller closes it. */
    public static EmbeddingModel open() {
        ModelSettings settings = ModelSettings.of("embedding", "onnx");
        EmbeddingModel model = EmbeddingProviders.of(settings).open(settings);
        return new RememberingModel(model, new RememberingTokenCounter(model.tokenCounter(), REMEMBERED_CHARACTERS));
    }
}
