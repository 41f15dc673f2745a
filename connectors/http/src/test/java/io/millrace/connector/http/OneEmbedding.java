package io.millrace.connector.http;

import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingProviders;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Opens an embedding model by its provider's name, calls it once, and closes it. */
public final class OneEmbedding implements Consumer<URI> {
    @Override
    public void accept(URI server) {
        var settings = TestSettings.of("embedding", "tei", server)
                .model("BAAI/bge-small-en-v1.5")
                .settings();
        try (EmbeddingModel model = EmbeddingProviders.of(settings).open(settings)) {
            EmbeddingModel.Response unused =
                    model.embed(List.of("a wheel"), EmbeddingMode.DOCUMENT).get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
