package io.millrace.connector.qdrant;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Payload paths in Qdrant's spelling: names are parted by dots, and a name with other characters than ASCII letters,
 * digits, {@code _} and {@code -} is quoted. Ours need no quotes, since a name holds neither dot nor quote.
 */
final class PayloadPath {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+(\\[])*");

    private PayloadPath() {}

    static String toQdrant(String path) {
        return Arrays.stream(path.split("\\.", -1))
                .map(name -> PLAIN.matcher(name).matches() ? name : '"' + name + '"')
                .collect(Collectors.joining("."));
    }

    static String fromQdrant(String path) {
        return path.replace("\"", "");
    }
}
