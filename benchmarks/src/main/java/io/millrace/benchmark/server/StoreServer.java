package io.millrace.benchmark.server;

import io.millrace.benchmark.process.ChildJvm;
import io.millrace.benchmark.process.ClassPath;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The embedded Qdrant-protocol store. */
public final class StoreServer implements AutoCloseable {
    private final ChildJvm jvm;
    private final URI url;

    private StoreServer(ChildJvm jvm, URI url) {
        this.jvm = jvm;
        this.url = url;
    }

    /** Starts it on a free port. */
    public static StoreServer start(Path data) throws IOException {
        ChildJvm jvm = ChildJvm.start(
                "the store", List.of("-Xmx2g"), ClassPath.own(), StoreMain.class.getName(), List.of(data.toString()));
        return new StoreServer(jvm, URI.create(jvm.line()));
    }

    /** Its gRPC address. */
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
