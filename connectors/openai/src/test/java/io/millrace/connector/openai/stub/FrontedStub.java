package io.millrace.connector.openai.stub;

import java.net.URI;

/** A vendor's server: the stub of OpenAI's, spoken to through a front of its own. */
public abstract class FrontedStub implements AutoCloseable {
    /** What calls must bring. */
    public static final String KEY = "correct-horse-battery-staple";

    private final StubOpenAi server;
    private final String base;

    /** @param base the path that operations' paths are put behind */
    FrontedStub(StubOptions options, StubFront front, String base) {
        this.server = StubOpenAi.start(options.withApiKey(KEY).withFront(front));
        this.base = base;
    }

    /** What {@code embedding.base-url} and {@code chat.base-url} are to be set to. */
    public final URI baseUrl() {
        return URI.create(server.baseUrl().toString().replaceFirst("/v1$", base));
    }

    /** The server, for what it is to do and what came. */
    public final StubOpenAi server() {
        return server;
    }

    @Override
    public final void close() {
        server.close();
    }
}
