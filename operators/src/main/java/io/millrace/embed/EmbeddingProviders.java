package io.millrace.embed;

import io.millrace.model.ModelSettings;
import io.millrace.model.Providers;

/** The embedding providers on the class path. */
public final class EmbeddingProviders {
    private EmbeddingProviders() {}

    /**
     * The provider that the settings name.
     *
     * @throws io.millrace.failure.FatalException naming the setting, its value and the providers that there are
     */
    public static EmbeddingProvider of(ModelSettings settings) {
        return Providers.find(EmbeddingProvider.class, EmbeddingProvider::name, settings);
    }
}
