package io.millrace.job.cluster;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@code flink} command left behind.
 *
 * @param output standard output and standard error, as they came
 */
record CommandResult(int exitCode, String output) {
    private static final Pattern JOB = Pattern.compile("submitted with JobID ([0-9a-f]{32})");
    private static final Pattern SAVEPOINT = Pattern.compile("Savepoint completed\\. Path: (\\S+)");

    /** The id of the job that {@code flink run -d} submitted. */
    String jobId() {
        return find(JOB);
    }

    /** Where {@code flink stop} left the job's savepoint, as a URI. */
    String savepointPath() {
        return find(SAVEPOINT);
    }

    private String find(Pattern pattern) {
        Matcher matcher = pattern.matcher(output);
        if (exitCode != 0 || !matcher.find()) {
            throw new AssertionError("The flink command ended with %d and no '%s' in its output:%n%s"
                    .formatted(exitCode, pattern, output));
        }
        return matcher.group(1);
    }
}
