package io.millrace.connector.http;

import io.millrace.rerank.RerankModel;
import io.millrace.rerank.RerankProviders;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Opens a model by its provider's name, calls it once, and closes it. */
public final class OneCall implements Consumer<URI> {
    @Override
    public void accept(URI server) {
        var settings = TestSettings.of("tei", server).settings();
        try (RerankModel model = RerankProviders.of(settings).open(settings)) {
            RerankModel.Reply unused = model.rerank("wheel", List.of("a wheel")).get(60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
