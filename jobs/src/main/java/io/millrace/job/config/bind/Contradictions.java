package io.millrace.job.config.bind;

import java.util.ArrayList;
import java.util.List;

/** What the settings of one record get wrong together; for use in its constructor. */
public final class Contradictions {
    private final List<ConfigurationProblem> problems = new ArrayList<>();

    /** Notes a problem with a key, unless the condition holds. */
    public Contradictions unless(boolean consistent, String key, String message) {
        if (!consistent) {
            problems.add(new ConfigurationProblem(null, key, message));
        }
        return this;
    }

    /** Throws a {@link ConfigurationException} with every problem noted so far, if there is one. */
    public void refuse() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException("Configuration", problems);
        }
    }
}
