package io.millrace.connector.http;

import io.millrace.embed.EmbeddingMode;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ServerAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens embedding models of Google's Gemini API. */
public final class GeminiEmbeddingProvider extends HttpEmbeddingProvider {
    private static final URI GOOGLE = URI.create("https://generativelanguage.googleapis.com");
    private static final int TEXTS = 100;
    /** Half of what a body may have: in JSON ordinary text is at most twice as long, and there is more beside. */
    private static final int BYTES = (4_194_304 - 100_000) / 2;

    private static final int CONCURRENCY = 8;
    /** Has no field for the task: it stands in the text. */
    private static final String TASK_IN_TEXT = "gemini-embedding-2";

    private static final Dimensions DIMENSIONS = Dimensions.between(128, 3072);

    private static final ModelCatalogue MODELS = new ModelCatalogue(
            List.of(model("gemini-embedding-001", 2_048), model(TASK_IN_TEXT, 8_192)),
            ModelCatalogue.limits(TEXTS, 2_048, TEXTS * 2_048, BYTES, CONCURRENCY),
            GoogleTask.ALL);

    public GeminiEmbeddingProvider() {
        super("gemini");
    }

    @Override
    EmbeddingSetup setup(ModelSettings settings) {
        ServerAddress address = ServerAddress.of(settings, GOOGLE);
        boolean vendor = address.isAmong(List.of(GOOGLE.getHost()));
        EmbeddingSettings own = new EmbeddingSettings(settings, MODELS);
        String model = own.modelInAddress();
        Endpoint endpoint = new Endpoint(
                settings, address, model, ApiKey.header("x-goog-api-key", settings, address, vendor), Map.of());
        String task = own.task();
        if (task != null && model.equals(TASK_IN_TEXT)) {
            return own.prefixed(
                            GoogleTask.prefix(task, EmbeddingMode.DOCUMENT),
                            GoogleTask.prefix(task, EmbeddingMode.QUERY))
                    .setup(endpoint, "", true, vendor, wire(own, null));
        }
        // Shortened vectors don't come in unit length.
        return own.setup(endpoint, own.revision(), true, vendor, wire(own, task));
    }

    private static GeminiEmbeddingWire wire(EmbeddingSettings own, @Nullable String task) {
        return new GeminiEmbeddingWire(own.modelInAddress(), own.dimensions(), task);
    }

    private static KnownModel model(String name, int tokens) {
        return KnownModel.of(name, DIMENSIONS, ModelCatalogue.limits(TEXTS, tokens, TEXTS * tokens, BYTES, CONCURRENCY))
                .withTasks(GoogleTask.ALL);
    }
}
