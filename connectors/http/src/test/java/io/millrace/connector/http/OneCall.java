package io.millrace.connector.http;

import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingProviders;
import io.millrace.model.ModelSettings;
import io.millrace.rerank.RerankModel;
import io.millrace.rerank.RerankProviders;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/** Opens a model of TEI's, or a chat model, by its provider's name, as the section says, calls it once, and closes it. */
public final class OneCall implements BiConsumer<String, URI> {
    @Override
    public void accept(String section, URI server) {
        ModelSettings settings = TestSettings.of(section, "tei", server)
                .model("BAAI/bge-small-en-v1.5")
                .settings();
        try {
            if (section.equals("embedding")) {
                embed(settings);
            } else if (section.equals("chat")) {
                OneStreamedReply.from(server);
            } else {
                rerank(settings);
            }
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void embed(ModelSettings settings)
            throws ExecutionException, TimeoutException, InterruptedException {
        try (EmbeddingModel model = EmbeddingProviders.of(settings).open(settings)) {
            EmbeddingModel.Response unused =
                    model.embed(List.of("a wheel"), EmbeddingMode.DOCUMENT).get(60, TimeUnit.SECONDS);
        }
    }

    private static void rerank(ModelSettings settings)
            throws ExecutionException, TimeoutException, InterruptedException {
        try (RerankModel model = RerankProviders.of(settings).open(settings)) {
            RerankModel.Reply unused = model.rerank("wheel", List.of("a wheel")).get(60, TimeUnit.SECONDS);
        }
    }
}
