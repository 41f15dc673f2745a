package io.millrace.rerank;

import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The rerank providers on the class path. */
public final class RerankProviders {
    private RerankProviders() {}

    /**
     * The provider that the settings name.
     *
     * @throws FatalException naming the setting, its value and the providers that there are
     */
    public static RerankProvider of(ModelSettings settings) {
        TreeMap<String, RerankProvider> known = new TreeMap<>();
        // The class loader of the job's jar: on a cluster, the thread's may be another's.
        ServiceLoader.load(RerankProvider.class, RerankProviders.class.getClassLoader())
                .forEach(provider -> known.put(provider.name(), provider));
        RerankProvider provider = known.get(settings.provider());
        if (provider == null) {
            String names = known.isEmpty() ? "none" : "none, " + String.join(", ", known.keySet());
            throw new FatalException(
                    "unknown-provider",
                    "Unknown rerank provider '%s' (%s). Known: %s"
                            .formatted(settings.provider(), settings.key("provider"), names));
        }
        return provider;
    }
}
