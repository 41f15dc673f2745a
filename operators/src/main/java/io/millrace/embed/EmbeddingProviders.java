package io.millrace.embed;

import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The embedding providers on the class path. */
public final class EmbeddingProviders {
    private EmbeddingProviders() {}

    /**
     * The provider that the settings name.
     *
     * @throws FatalException naming the setting, its value and the providers that there are
     */
    public static EmbeddingProvider of(ModelSettings settings) {
        TreeMap<String, EmbeddingProvider> known = new TreeMap<>();
        // The class loader of the job's jar: on a cluster, the thread's may be another's.
        ServiceLoader.load(EmbeddingProvider.class, EmbeddingProviders.class.getClassLoader())
                .forEach(provider -> known.put(provider.name(), provider));
        EmbeddingProvider provider = known.get(settings.provider());
        if (provider == null) {
            throw new FatalException(
                    "unknown-provider",
                    "Unknown embedding provider '%s' (%s). Known: %s"
                            .formatted(
                                    settings.provider(), settings.key("provider"), String.join(", ", known.keySet())));
        }
        return provider;
    }
}
