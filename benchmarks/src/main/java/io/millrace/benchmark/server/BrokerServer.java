package io.millrace.benchmark.server;

import io.millrace.benchmark.process.ChildJvm;
import io.millrace.benchmark.process.ClassPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The embedded Kafka broker. */
public final class BrokerServer implements AutoCloseable {
    private final ChildJvm jvm;
    private final String address;

    private BrokerServer(ChildJvm jvm, String address) {
        this.jvm = jvm;
        this.address = address;
    }

    /** Starts it on a free port. */
    public static BrokerServer start(Path data) throws IOException {
        ChildJvm jvm = ChildJvm.start(
                "the broker", List.of("-Xmx1g"), ClassPath.own(), BrokerMain.class.getName(), List.of(data.toString()));
        return new BrokerServer(jvm, jvm.line());
    }

    /** What {@code kafka.bootstrap-servers} is to be set to. */
    public String address() {
        return address;
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
