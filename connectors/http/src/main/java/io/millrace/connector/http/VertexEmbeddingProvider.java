package io.millrace.connector.http;

import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ServerAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Opens embedding models of Google's Vertex AI. */
public final class VertexEmbeddingProvider extends HttpEmbeddingProvider {
    private static final String PROJECT = "project";
    private static final String LOCATION = "location";
    private static final String TOKEN_FILE = "token-file";
    private static final String DEFAULT_LOCATION = "us-central1";

    private static final int TEXTS = 250;
    private static final int TEXT_TOKENS = 2_048;
    private static final int REQUEST_TOKENS = 20_000;
    private static final int CONCURRENCY = 8;

    private static final ModelCatalogue MODELS = new ModelCatalogue(
            List.of(
                    model("text-embedding-005", Dimensions.between(1, 768), TEXTS),
                    model("text-multilingual-embedding-002", Dimensions.between(1, 768), TEXTS),
                    // One text in a request.
                    model("gemini-embedding-001", Dimensions.between(128, 3072), 1)),
            ModelCatalogue.limits(TEXTS, TEXT_TOKENS, REQUEST_TOKENS, CONCURRENCY),
            GoogleTask.ALL);

    public VertexEmbeddingProvider() {
        super("vertex");
    }

    @Override
    EmbeddingSetup setup(ModelSettings settings) {
        EmbeddingSettings own = new EmbeddingSettings(settings, MODELS, PROJECT, LOCATION, TOKEN_FILE);
        String project = own.options().word(PROJECT);
        if (project == null) {
            throw new FatalException(
                    "project-missing",
                    "%s is missing: set it to the id of the Google Cloud project that is billed"
                            .formatted(settings.key("options." + PROJECT)));
        }
        String given = own.options().word(LOCATION);
        String location = given == null ? DEFAULT_LOCATION : given;
        ServerAddress address = ServerAddress.of(settings, host(location));
        boolean vendor = address.isAmong(List.of(".googleapis.com"));
        String model = own.modelInAddress();
        Endpoint endpoint = new Endpoint(settings, address, model, key(settings, address, vendor), Map.of());
        String path =
                "/v1/projects/%s/locations/%s/publishers/google/models/%s:predict".formatted(project, location, model);
        // Google says that vectors have unit length, and not of which models and dimensions.
        return own.setup(
                endpoint, own.revision(), true, vendor, new VertexEmbeddingWire(path, own.dimensions(), own.task()));
    }

    private static URI host(String location) {
        String region = location.equals("global") ? "" : location + "-";
        return URI.create("https://" + region + "aiplatform.googleapis.com");
    }

    private static ApiKey key(ModelSettings settings, ServerAddress address, boolean vendor) {
        String file = settings.options().get(TOKEN_FILE);
        if (file == null) {
            return ApiKey.bearer(settings, address, vendor);
        }
        if (settings.apiKey() != null) {
            throw new FatalException(
                    "api-key-twice",
                    "%s and %s are both set: leave one out"
                            .formatted(settings.key("api-key"), settings.key("options." + TOKEN_FILE)));
        }
        return ApiKey.renewed(new TokenFile(Path.of(file), settings.key("options." + TOKEN_FILE)));
    }

    private static KnownModel model(String name, Dimensions dimensions, int texts) {
        return KnownModel.of(name, dimensions, ModelCatalogue.limits(texts, TEXT_TOKENS, REQUEST_TOKENS, CONCURRENCY))
                .withTasks(GoogleTask.ALL);
    }
}
