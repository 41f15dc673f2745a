package io.millrace.job.config.bind;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers what is wrong while a configuration is read. */
final class Problems {
    private final List<ConfigurationProblem> found = new ArrayList<>();

    void add(@Nullable String where, @Nullable String key, String message) {
        add(new ConfigurationProblem(where, key, message));
    }

    void add(ConfigurationProblem problem) {
        found.add(problem);
    }

    int count() {
        return found.size();
    }

    ConfigurationException exception(String subject) {
        return new ConfigurationException(subject, found);
    }
}
