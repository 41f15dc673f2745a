package io.millrace.model.wire;

import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The settings that only this provider knows, read strictly. */
public final class ProviderOptions {
    private static final Pattern WORD = Pattern.compile("[\\w.:@-]{1,200}");

    private final ModelSettings settings;

    /**
     * @param known the names that there are; others are refused, with the key and these in the message
     */
    public ProviderOptions(ModelSettings settings, List<String> known) {
        this.settings = settings;
        for (String name : new TreeSet<>(settings.options().keySet())) {
            if (!known.contains(name)) {
                throw new FatalException(
                        "option-unknown",
                        "Unknown option '%s' (%s). Known: %s"
                                .formatted(name, key(name), String.join(", ", new TreeSet<>(known))));
            }
        }
    }

    /** A whole number of at least 1. */
    public int positive(String name, int absent) {
        String given = settings.options().get(name);
        if (given == null) {
            return absent;
        }
        Integer number = parse(given);
        if (number == null || number < 1) {
            throw invalid(name, "a whole number of at least 1", given);
        }
        return number;
    }

    /** {@code true} or {@code false}. */
    public boolean flag(String name, boolean absent) {
        String given = settings.options().get(name);
        if (given == null) {
            return absent;
        }
        if (!given.equals("true") && !given.equals("false")) {
            throw invalid(name, "true or false", given);
        }
        return given.equals("true");
    }

    /** One of the values that are allowed. */
    public String oneOf(String name, List<String> allowed, String absent) {
        String given = settings.options().get(name);
        if (given == null) {
            return absent;
        }
        if (!allowed.contains(given)) {
            throw invalid(name, "one of " + String.join(", ", allowed), given);
        }
        return given;
    }

    /**
     * A word: something without blanks, quotes and slashes, that may stand in an address.
     *
     * @return what is given, else null
     */
    public @Nullable String word(String name) {
        String given = settings.options().get(name);
        if (given != null && !WORD.matcher(given).matches()) {
            throw invalid(name, "letters, digits and any of . _ : @ -", given);
        }
        return given;
    }

    private FatalException invalid(String name, String rule, String given) {
        return new FatalException("option-invalid", "%s must be %s, got '%s'".formatted(key(name), rule, given));
    }

    private String key(String name) {
        return settings.key("options." + name);
    }

    private static @Nullable Integer parse(String given) {
        try {
            return Integer.valueOf(given.trim());
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}
