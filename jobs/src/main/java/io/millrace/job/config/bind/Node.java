package io.millrace.job.config.bind;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was written, and where: the file's name and line, or {@code --set}. */
sealed interface Node {
    String where();

    /** What a person would call it. */
    String kind();

    /** A single value as written, before {@code ${…}} is filled in; null when nothing was written. */
    record Scalar(String where, @Nullable String text) implements Node {
        @Override
        public String kind() {
            return text == null ? "nothing" : "a single value";
        }
    }

    /** Values under keys, in order. The map is changeable: {@code --set} writes into it. */
    record Mapping(String where, Map<String, Node> entries) implements Node {
        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** Something that can't be read and has been reported. */
    record Broken(String where) implements Node {
        @Override
        public String kind() {
            return "something unreadable";
        }
    }

    /** A list. */
    record Sequence(String where, List<Node> items) implements Node {
        @Override
        public String kind() {
            return "a list";
        }
    }
}
