package io.millrace.embed;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of the texts that were embedded last, within a bound on what they take. Boilerplate comes again and again:
 * licences, disclaimers, empty forms. Not safe for use by many threads.
 */
final class RecentTexts {
    /** Of an entry beside its text and its numbers, about. */
    private static final long OVERHEAD = 160;

    private final long most;
    private final Map<String, Vector> vectors = new LinkedHashMap<>(16, 0.75f, true);
    private long size;

    /** At the most so many bytes of them, about. */
    RecentTexts(long most) {
        this.most = most;
    }

    @Nullable
    Vector get(String text) {
        return vectors.get(text);
    }

    void put(String text, Vector vector) {
        if (vectors.put(text, vector) == null) {
            size += sizeOf(text, vector);
        }
        Iterator<Map.Entry<String, Vector>> oldest = vectors.entrySet().iterator();
        while (size > most && oldest.hasNext()) {
            Map.Entry<String, Vector> entry = oldest.next();
            size -= sizeOf(entry.getKey(), entry.getValue());
            oldest.remove();
        }
    }

    static long sizeOf(String text, Vector vector) {
        return OVERHEAD + 2L * text.length() + 4L * vector.dimension();
    }
}
