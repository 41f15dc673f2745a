package io.millrace.connector.http;

import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import java.util.List;

/** What the configuration says of a rerank model. */
final class RerankSettings {
    /** The option for servers that take more or fewer documents in a request. */
    private static final String MAX_DOCUMENTS = "max-documents";

    private RerankSettings() {}

    /**
     * Documents in a request.
     *
     * @param absent the provider's own limit
     * @throws FatalException when the option isn't a number, or when there is another
     */
    static int documents(ModelSettings settings, int absent) {
        return new ProviderOptions(settings, List.of(MAX_DOCUMENTS)).positive(MAX_DOCUMENTS, absent);
    }

    /**
     * The model's name.
     *
     * @param usual the provider's default
     * @param vendor whether the server is the provider's: another one has other models
     */
    static String model(ModelSettings settings, String usual, boolean vendor) {
        return settings.model() == null && vendor ? usual : requireModel(settings, usual);
    }

    /**
     * The model's name, of a provider that has no default.
     *
     * @param example one of the provider's
     */
    static String requireModel(ModelSettings settings, String example) {
        String model = settings.model();
        if (model == null) {
            throw new FatalException(
                    "model-missing",
                    "%s is missing: name a rerank model of provider '%s', such as %s"
                            .formatted(settings.key("model"), settings.provider(), example));
        }
        return model;
    }
}
