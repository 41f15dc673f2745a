package io.millrace.answer;

import io.millrace.model.ModelSettings;
import io.millrace.model.Providers;

/** The chat providers on the class path. */
public final class ChatProviders {
    private ChatProviders() {}

    /**
     * The provider that the settings name.
     *
     * @throws io.millrace.failure.FatalException naming the setting, its value and the providers that there are
     */
    public static ChatProvider of(ModelSettings settings) {
        return Providers.find(ChatProvider.class, ChatProvider::name, settings, "none");
    }
}
