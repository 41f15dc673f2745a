package io.millrace.model.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events (html.spec.whatwg.org, "Server-sent events") as far as chat servers use them: an event is its
 * {@code data} lines. Comments, as servers send them to keep a connection open, and events without data are passed over.
 */
public final class EventReader {
    private static final String DATA = "data:";

    private final BufferedReader lines;

    public EventReader(InputStream body) {
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** The next event's data, once it is there; null when there are no more. */
    @Nullable
    public String next() throws IOException {
        StringBuilder data = new StringBuilder();
        boolean any = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && any) {
                return data.toString();
            }
            if (line.startsWith(DATA)) {
                data.append(any ? "\n" : "").append(value(line));
                any = true;
            }
        }
        // The specification drops an event that no empty line ends; some servers' last one is such.
        return any ? data.toString() : null;
    }

    /** What follows the colon, but for one space. */
    private static String value(String line) {
        int start = line.startsWith(" ", DATA.length()) ? DATA.length() + 1 : DATA.length();
        return line.substring(start);
    }
}
