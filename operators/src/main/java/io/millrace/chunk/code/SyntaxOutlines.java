package io.millrace.chunk.code;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The outlines on the class path. */
public final class SyntaxOutlines {
    private SyntaxOutlines() {}

    /** The first by name that reads any language on this platform, or null when there is none. */
    public static @Nullable SyntaxOutline onClassPath() {
        SyntaxOutline found = null;
        // The class loader of the job's jar: on a cluster, the thread's may be another's.
        for (SyntaxOutline outline : ServiceLoader.load(SyntaxOutline.class, SyntaxOutlines.class.getClassLoader())) {
            boolean isFirst = found == null || outline.name().compareTo(found.name()) < 0;
            if (isFirst && !outline.languages().isEmpty()) {
                found = outline;
            }
        }
        return found;
    }
}
