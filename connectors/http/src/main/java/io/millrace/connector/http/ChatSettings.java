package io.millrace.connector.http;

import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import java.util.List;

/** What the configuration says of a chat model. */
final class ChatSettings {
    /** The option that says how a model cites. */
    static final String CITATIONS = "citations";

    /** The model is asked to write numbers in brackets, as one that can't cite by itself is. */
    static final String MARKERS = "markers";

    /** The model cites by itself. */
    static final String NATIVE = "native";

    private ChatSettings() {}

    /**
     * The model's name.
     *
     * @param example one of the provider's
     * @throws FatalException when it is missing
     */
    static String requireModel(ModelSettings settings, String example) {
        String model = settings.model();
        if (model == null) {
            throw new FatalException(
                    "model-missing",
                    "%s is missing: name a chat model of provider '%s', such as %s"
                            .formatted(settings.key("model"), settings.provider(), example));
        }
        return model;
    }

    /** Whether the model is to cite by itself, which it is unless the option says otherwise. */
    static boolean citesPassages(ProviderOptions options) {
        return options.oneOf(CITATIONS, List.of(NATIVE, MARKERS), NATIVE).equals(NATIVE);
    }
}
