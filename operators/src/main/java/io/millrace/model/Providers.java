package io.millrace.model;

import io.millrace.failure.FatalException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The providers of one kind of model that are on the class path. */
public final class Providers {
    private Providers() {}

    /**
     * The provider that the settings name.
     *
     * @param kind the port that providers implement
     * @param name tells a provider's name
     * @param others what else the setting may be, such as {@code none}
     * @throws FatalException naming the setting, its value and what it may be
     */
    public static <P> P find(Class<P> kind, Function<P, String> name, ModelSettings settings, String... others) {
        Map<String, P> known = new TreeMap<>();
        // The class loader of the job's jar: on a cluster, the thread's may be another's.
        ServiceLoader.load(kind, kind.getClassLoader()).forEach(provider -> known.put(name.apply(provider), provider));
        P provider = known.get(settings.provider());
        if (provider == null) {
            List<String> names =
                    Stream.concat(Stream.of(others), known.keySet().stream()).toList();
            throw new FatalException(
                    "unknown-provider",
                    "Unknown %s provider '%s' (%s). Known: %s"
                            .formatted(
                                    settings.section(),
                                    settings.provider(),
                                    settings.key("provider"),
                                    String.join(", ", names)));
        }
        return provider;
    }
}
