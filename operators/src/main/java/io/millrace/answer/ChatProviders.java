package io.millrace.answer;

import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The chat providers on the class path. */
public final class ChatProviders {
    private ChatProviders() {}

    /**
     * The provider that the settings name.
     *
     * @throws FatalException naming the setting, its value and the providers that there are
     */
    public static ChatProvider of(ModelSettings settings) {
        TreeMap<String, ChatProvider> known = new TreeMap<>();
        // The class loader of the job's jar: on a cluster, the thread's may be another's.
        ServiceLoader.load(ChatProvider.class, ChatProviders.class.getClassLoader())
                .forEach(provider -> known.put(provider.name(), provider));
        ChatProvider provider = known.get(settings.provider());
        if (provider == null) {
            throw new FatalException(
                    "unknown-provider",
                    "Unknown chat provider '%s' (%s). Known: none, %s"
                            .formatted(
                                    settings.provider(), settings.key("provider"), String.join(", ", known.keySet())));
        }
        return provider;
    }
}
