package io.millrace.benchmark.server;

import io.millrace.benchmark.process.ChildJvm;
import io.millrace.benchmark.process.ClassPath;
import java.io.IOException;
import java.net.URI;
import java.util.List;

/** The stub of an OpenAI-compatible server, which the connector's own tests have. */
public final class StubServer implements AutoCloseable {
    private static final String MAIN = "io.millrace.connector.openai.stub.StubServer";

    private final ChildJvm jvm;
    private final URI url;

    private StubServer(ChildJvm jvm, URI url) {
        this.jvm = jvm;
        this.url = url;
    }

    /**
     * Starts it on a free port.
     *
     * @param options as its {@code main} takes them
     */
    public static StubServer start(List<String> options) throws IOException {
        ChildJvm jvm = ChildJvm.start("the stub", List.of("-Xmx1g"), ClassPath.own(), MAIN, options);
        return new StubServer(jvm, URI.create(jvm.line()));
    }

    /** What {@code embedding.base-url} is to be set to. */
    public URI url() {
        return url;
    }

    @Override
    public void close() {
        jvm.close();
    }
}
