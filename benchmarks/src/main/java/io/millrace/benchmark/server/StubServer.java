package io.millrace.benchmark.server;

import io.millrace.benchmark.process.ChildJvm;
import io.millrace.benchmark.process.ClassPath;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The stub of an OpenAI-compatible server, which the connector's own tests have. */
public final class StubServer implements AutoCloseable {
    private static final String MAIN = "io.millrace.connector.openai.stub.StubServer";

    /** Of a cheap stub's estimate. */
    public static final int CHARACTERS_PER_TOKEN = 4;

    private final ChildJvm jvm;
    private final URI url;

    private StubServer(ChildJvm jvm, URI url) {
        this.jvm = jvm;
        this.url = url;
    }

    /**
     * Starts it on a free port.
     *
     * @param options as its {@code main} takes them, such as {@code --latency-ms} and {@code 60}
     */
    public static StubServer start(List<String> options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--stop-with-stdin", "true"));
        all.addAll(options);
        ChildJvm jvm = ChildJvm.start("the stub", List.of("-Xmx1g"), ClassPath.own(), MAIN, all);
        return new StubServer(jvm, URI.create(jvm.line()));
    }

    /**
     * The options of a latency.
     *
     * @param base of a request, such as {@code 60ms}
     * @param perToken more for each token, such as {@code 15us}
     */
    public static List<String> latency(String base, String perToken) {
        return List.of(
                "--latency-ms", String.valueOf(Math.round(TimeText.seconds(base) * 1e9) / 1e6),
                "--latency-us-per-token", String.valueOf(Math.round(TimeText.seconds(perToken) * 1e9) / 1e3));
    }

    /** As {@link #latency}, with vectors and token counts that cost it little: {@link #estimate} is how it counts. */
    public static List<String> cheap(String base, String perToken) {
        List<String> options = new ArrayList<>(latency(base, perToken));
        options.addAll(List.of("--cheap", "true"));
        return options;
    }

    /** What a cheap stub takes for a text's tokens. */
    public static int estimate(String text) {
        return (text.length() + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }

    /** What {@code embedding.base-url} is to be set to. */
    public URI url() {
        return url;
    }

    /** The id of its process. */
    public long pid() {
        return jvm.pid();
    }

    @Override
    public void close() {
        jvm.close();
    }
}
