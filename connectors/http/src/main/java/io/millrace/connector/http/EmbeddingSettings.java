package io.millrace.connector.http;

import io.millrace.chunk.EstimatedTokens;
import io.millrace.embed.ConfiguredLimits;
import io.millrace.embed.Distance;
import io.millrace.embed.EmbeddingLimits;
import io.millrace.embed.VectorSpace;
import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.wire.ProviderOptions;
import io.millrace.model.wire.ServerAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the configuration says of an embedding model, checked against what is known of it. */
final class EmbeddingSettings {
    /** What the vectors are for, where a model has several kinds of them. */
    static final String TASK = "task";

    /** The value of {@link #TASK} that leaves it out of requests, for models that know none. */
    static final String NO_TASK = "none";

    private static final String SEND_DIMENSIONS = "send-dimensions";

    private final ModelSettings settings;
    private final ModelCatalogue catalogue;
    private final String[] particular;
    private final ProviderOptions options;
    private final String model;
    private final @Nullable KnownModel known;

    /**
     * @param particular options of this provider, beside those of all
     * @throws FatalException when there is no model, or an option that nobody knows
     */
    EmbeddingSettings(ModelSettings settings, ModelCatalogue catalogue, String... particular) {
        this.settings = settings;
        this.catalogue = catalogue;
        this.particular = particular;
        List<String> names = new ArrayList<>(ConfiguredLimits.OPTIONS);
        names.addAll(List.of(particular));
        names.add(SEND_DIMENSIONS);
        boolean anyTask = !catalogue.tasks().isEmpty();
        if (anyTask) {
            names.add(TASK);
        }
        this.options = new ProviderOptions(settings, names);
        this.model = requireModel();
        this.known = catalogue.find(model);
    }

    /** The same, with these before texts where the configuration puts nothing before them. */
    EmbeddingSettings prefixed(String documents, String queries) {
        ModelSettings prefixed = settings.embedding(
                settings.dimension(),
                settings.concurrency(),
                settings.batchSize(),
                settings.documentPrefix().isEmpty() ? documents : settings.documentPrefix(),
                settings.queryPrefix().isEmpty() ? queries : settings.queryPrefix());
        return new EmbeddingSettings(prefixed, catalogue, particular);
    }

    String model() {
        return model;
    }

    /** The model's name where it is part of the address that is asked. */
    String modelInAddress() {
        if (!model.matches("[\\w.@-]+")) {
            throw new FatalException(
                    "model-invalid",
                    "%s must be a name of letters, digits and any of . _ @ -, such as %s, got '%s'"
                            .formatted(
                                    settings.key("model"),
                                    catalogue.known().get(0).name(),
                                    model));
        }
        return model;
    }

    ProviderOptions options() {
        return options;
    }

    /** The dimension to ask for; null for the model's own, which some refuse to be asked for. */
    @Nullable
    Integer dimensions() {
        Integer given = settings.dimension();
        boolean own =
                known != null && given != null && given == known.dimensions().own();
        return own || !options.flag(SEND_DIMENSIONS, true) ? null : given;
    }

    /** What vectors are for, or null where requests don't say it. */
    @Nullable
    String task() {
        List<String> possible = known == null ? catalogue.tasks() : known.tasks();
        if (possible.isEmpty()) {
            if (settings.options().containsKey(TASK)) {
                throw new FatalException(
                        "option-invalid",
                        "Model '%s' takes no task: leave %s out".formatted(model, settings.key("options." + TASK)));
            }
            return null;
        }
        List<String> allowed = new ArrayList<>(possible);
        if (known == null) {
            allowed.add(NO_TASK);
        }
        String task = options.oneOf(TASK, allowed, possible.get(0));
        return task.equals(NO_TASK) ? null : task;
    }

    /** What sets the vectors apart that are made for another task than the usual one; empty for that. */
    String revision() {
        List<String> possible = known == null ? catalogue.tasks() : known.tasks();
        String task = task();
        if (possible.isEmpty() || possible.get(0).equals(task)) {
            return "";
        }
        return "task " + (task == null ? NO_TASK : task);
    }

    /**
     * All together.
     *
     * @param revision what sets the vectors apart from others of the model, such as {@link #revision()}
     * @param normalise whether they are made unit length here, since the provider doesn't, or doesn't say so
     * @param vendor whether the server is the provider's own, whose limits are known
     */
    EmbeddingSetup setup(Endpoint endpoint, String revision, boolean normalise, boolean vendor, EmbeddingWire wire) {
        VectorSpace space = new VectorSpace(
                settings.provider(),
                known == null ? model : known.space(),
                revision,
                dimension(),
                Distance.COSINE,
                // By the provider, which is asked for it, or here.
                true,
                settings.documentPrefix(),
                settings.queryPrefix());
        return new EmbeddingSetup(endpoint, space, limits(endpoint.address(), vendor), normalise, wire);
    }

    private String requireModel() {
        String given = settings.model();
        if (given == null) {
            throw new FatalException(
                    "model-missing",
                    "%s is missing: name an embedding model of provider '%s', such as %s"
                            .formatted(
                                    settings.key("model"),
                                    settings.provider(),
                                    catalogue.known().get(0).name()));
        }
        return given;
    }

    private int dimension() {
        Integer given = settings.dimension();
        String key = settings.key("dimension");
        if (known == null) {
            if (given == null) {
                throw new FatalException(
                        "dimension-missing",
                        "The dimension of model '%s' isn't known here: set %s to it. Known without: %s"
                                .formatted(model, key, catalogue.names()));
            }
            if (given < 1) {
                throw new FatalException("setting-invalid", "%s must be at least 1, got %d".formatted(key, given));
            }
            return given;
        }
        int dimension = given == null ? known.dimensions().own() : given;
        if (!known.dimensions().allow(dimension)) {
            throw new FatalException(
                    "dimension-invalid",
                    "%s must be %s for model '%s', got %d"
                            .formatted(key, known.dimensions().rule(), model, dimension));
        }
        return dimension;
    }

    private EmbeddingLimits limits(ServerAddress address, boolean vendor) {
        EmbeddingLimits own = known == null ? catalogue.others() : known.limits();
        EmbeddingLimits limits = ConfiguredLimits.of(settings, options, own, EstimatedTokens.COUNTER);
        if (vendor && limits.inputs() > own.inputs()) {
            throw new FatalException(
                    "batch-size-invalid",
                    "%s must be from 1 to %d for model '%s' at %s, got %d"
                            .formatted(settings.key("batch-size"), own.inputs(), model, address, limits.inputs()));
        }
        return limits;
    }
}
