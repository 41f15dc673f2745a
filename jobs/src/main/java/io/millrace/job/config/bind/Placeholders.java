package io.millrace.job.config.bind;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills in <code>$&#123;NAME&#125;</code> from the environment and <code>$&#123;file:/path&#125;</code> from a file,
 * without the line breaks at its end. A second dollar before the brace makes it plain text. What was filled in isn't
 * looked at again.
 */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$?\\$\\{([^}]*)(}?)");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern LINE_BREAKS_AT_END = Pattern.compile("[\\r\\n]+\\z");

    private final Map<String, String> environment;
    private final Problems problems;

    Placeholders(Map<String, String> environment, Problems problems) {
        this.environment = Map.copyOf(environment);
        this.problems = problems;
    }

    /** The text with everything filled in; null when something can't be, which is then a problem of the key. */
    @Nullable
    String fillIn(String key, String where, String text) {
        int before = problems.count();
        Matcher matcher = PLACEHOLDER.matcher(text);
        var filled = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(filled, Matcher.quoteReplacement(replacement(key, where, matcher)));
        }
        matcher.appendTail(filled);
        return problems.count() == before ? filled.toString() : null;
    }

    /** Whether the text refers to something outside the configuration, which may be secret. */
    static boolean refersOutside(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .anyMatch(match -> !match.group().startsWith("$$"));
    }

    private String replacement(String key, String where, Matcher matcher) {
        String whole = matcher.group();
        if (whole.startsWith("$$")) {
            return whole.substring(1);
        }
        String name = matcher.group(1);
        if (matcher.group(2).isEmpty()) {
            problems.add(
                    where,
                    key,
                    "%s has '${' without '}'; write '$${' for the two characters themselves".formatted(key));
            return "";
        }
        if (name.startsWith("file:")) {
            return content(key, where, name.substring("file:".length()));
        }
        if (!VARIABLE.matcher(name).matches()) {
            problems.add(
                    where,
                    key,
                    "%s has '%s', which is neither ${NAME} nor ${file:/path}; write '$${' for the two characters '${' themselves"
                            .formatted(key, whole));
            return "";
        }
        String value = environment.get(name);
        if (value == null) {
            problems.add(
                    where,
                    key,
                    "%s needs the environment variable %s, which isn't set; export it where the job is submitted"
                            .formatted(key, name));
            return "";
        }
        return value;
    }

    private String content(String key, String where, String path) {
        try {
            return LINE_BREAKS_AT_END.matcher(Files.readString(Path.of(path))).replaceFirst("");
        } catch (NoSuchFileException e) {
            problems.add(where, key, "%s needs the file %s, which doesn't exist here".formatted(key, path));
        } catch (CharacterCodingException e) {
            problems.add(where, key, "%s needs the file %s, which isn't UTF-8 text".formatted(key, path));
        } catch (IOException | InvalidPathException e) {
            problems.add(where, key, "%s needs the file %s, which can't be read: %s".formatted(key, path, e));
        }
        return "";
    }
}
