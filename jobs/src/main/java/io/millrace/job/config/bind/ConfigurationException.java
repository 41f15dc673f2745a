package io.millrace.job.config.bind;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that can't be used. Its message lists every problem that was found, one a line. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<ConfigurationProblem> problems;

    /**
     * Gathers problems, at least one.
     *
     * @param subject what has them, such as {@code Configuration /etc/millrace.yaml}
     */
    public ConfigurationException(String subject, List<ConfigurationProblem> problems) {
        super(message(subject, problems));
        this.problems = List.copyOf(problems);
    }

    /** A single problem that is about a key, whatever the file says elsewhere. */
    public static ConfigurationException about(String key, String message) {
        return new ConfigurationException("Configuration", List.of(new ConfigurationProblem(null, key, message)));
    }

    public List<ConfigurationProblem> problems() {
        return problems;
    }

    private static String message(String subject, List<ConfigurationProblem> problems) {
        String count = problems.size() == 1 ? "a problem" : problems.size() + " problems";
        return problems.stream()
                .map(problem -> "\n  " + problem)
                .collect(Collectors.joining("", subject + " has " + count + ":", ""));
    }
}
