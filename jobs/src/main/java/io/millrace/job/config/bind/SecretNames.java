package io.millrace.job.config.bind;

import java.util.Locale;
import java.util.regex.Pattern;

/** How the names of secrets end; Flink's web UI masks such names too. */
public final class SecretNames {
    private static final Pattern ENDING = Pattern.compile(".*(api-?key|password|token|secret)");

    private SecretNames() {}

    /** Whether a key of a map of options says that its value is a secret. */
    public static boolean isSecret(String key) {
        return ENDING.matcher(key.toLowerCase(Locale.ROOT).replace('_', '-')).matches();
    }
}
