package io.millrace.benchmark.profile;

import java.util.List;

/** Part of the ingest job's work, told by the packages whose code does it. */
public enum Stage {
    READ("reading", "io.millrace.connector.files", "io.millrace.document"),
    TOKENS("counting tokens", "com.knuddels.jtokkit"),
    PLAN("planning, chunking", "io.millrace.plan", "io.millrace.chunk"),
    EMBED("embedding calls", "com.openai", "okhttp3", "okio", "io.millrace.connector.openai", "io.millrace.embed"),
    STORE(
            "store calls, protobuf",
            "io.qdrant",
            "com.google.protobuf",
            "io.grpc",
            "io.millrace.connector.qdrant",
            "io.millrace.index"),
    FLINK("Flink", "org.apache.flink", "org.apache.pekko"),
    OTHER("the rest");

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // List.of can't be changed.
    private final List<String> packages;

    Stage(String label, String... packages) {
        this.label = label;
        this.packages = List.of(packages);
    }

    /** What a table calls it. */
    public String label() {
        return label;
    }

    /**
     * The stage that a stack works for: that of its topmost frame of a known package. Java's own classes and JSON's work
     * for whoever calls them.
     *
     * @param classes of the frames, the topmost first
     */
    public static Stage of(List<String> classes) {
        for (String name : classes) {
            for (Stage stage : values()) {
                if (stage.packages.stream().anyMatch(each -> name.startsWith(each + "."))) {
                    return stage;
                }
            }
        }
        return OTHER;
    }
}
