package io.millrace.rerank;

import io.millrace.model.ModelSettings;

/**
 * Opens rerank models of one provider. Found by {@link java.util.ServiceLoader}, so a jar on the class path is enough to
 * add one; it has a public constructor without arguments.
 */
public interface RerankProvider {
    /** The name that {@code rerank.provider} gives, lower case. */
    String name();

    /**
     * Opens the model. Costly: once per task, closed by its owner.
     *
     * @throws io.millrace.failure.FatalException when the settings can't work, naming the configuration key
     */
    RerankModel open(ModelSettings settings);
}
