package io.millrace.rerank;

import io.millrace.model.ModelSettings;
import io.millrace.model.Providers;

/** The rerank providers on the class path. */
public final class RerankProviders {
    private RerankProviders() {}

    /**
     * The provider that the settings name.
     *
     * @throws io.millrace.failure.FatalException naming the setting, its value and the providers that there are
     */
    public static RerankProvider of(ModelSettings settings) {
        return Providers.find(RerankProvider.class, RerankProvider::name, settings, "none");
    }
}
