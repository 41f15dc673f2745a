package io.millrace.job.config.bind;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a configuration.
 *
 * @param where the file's name and line, {@code --set}, or null when nothing was written for the key
 * @param key the key, such as {@code query.top-k}, or null when it is about the file itself
 * @param message what was given, what is allowed, where to fix it; never a secret
 */
public record ConfigurationProblem(
        @Nullable String where, @Nullable String key, String message) implements Serializable {

    ConfigurationProblem at(@Nullable String place) {
        return new ConfigurationProblem(place, key, message);
    }

    @Override
    public String toString() {
        return where == null ? message : where + ": " + message;
    }
}
