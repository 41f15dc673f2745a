package io.millrace.benchmark.ask;

import io.millrace.benchmark.server.BrokerServer;
import io.millrace.benchmark.server.ScratchDirectory;
import io.millrace.benchmark.server.StoreServer;
import io.millrace.benchmark.server.StubServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Two stubs of models, a store and a broker, each in a JVM of its own. */
final class AskServers implements AutoCloseable {
    private final ScratchDirectory scratch = ScratchDirectory.create();
    private final StubServer embedding;
    private final StubServer chat;
    private final StoreServer store;
    private final BrokerServer broker;

    /**
     * Starts them.
     *
     * @param embeddingLatency of each call, such as {@code 20ms}
     * @param chatLatency likewise
     */
    AskServers(String embeddingLatency, String chatLatency) throws IOException {
        embedding = StubServer.start(StubServer.cheap(embeddingLatency, "0us"));
        chat = StubServer.start(StubServer.cheap(chatLatency, "0us"));
        store = StoreServer.start(scratch.path().resolve("store"));
        broker = BrokerServer.start(scratch.path().resolve("kafka"));
    }

    /** What {@code embedding.base-url} is to be set to. */
    URI embedding() {
        return embedding.url();
    }

    /** What {@code chat.base-url} is to be set to. */
    URI chat() {
        return chat.url();
    }

    /** The store's gRPC address. */
    URI store() {
        return store.url();
    }

    /** What {@code kafka.bootstrap-servers} is to be set to. */
    String broker() {
        return broker.address();
    }

    /** The ids of their processes, by name. */
    Map<String, Long> pids() {
        return Map.of("embedding", embedding.pid(), "chat", chat.pid(), "store", store.pid(), "broker", broker.pid());
    }

    /** Where files may be put. */
    Path directory() {
        return scratch.path();
    }

    @Override
    public void close() {
        broker.close();
        store.close();
        chat.close();
        embedding.close();
        scratch.close();
    }
}
