package io.millrace.connector.files;

import java.util.Locale;

/** Which files hold one JSON document a line. */
final class JsonLines {
    private JsonLines() {}

    static boolean isNameOf(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return lower.endsWith(".jsonl") || lower.endsWith(".ndjson");
    }
}
