package io.millrace.job.e2e;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.connector.http.stub.StubReply;
import io.millrace.connector.http.stub.StubRequest;
import io.millrace.connector.http.stub.StubRerank;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;

/** A rerank model behind the protocol of Text Embeddings Inference that does what a test says for each query. */
final class PlayedRerank extends StubRerank {
    private final CountDownLatch closing = new CountDownLatch(1);
    private final BiFunction<PlayedRerank, StubRequest, StubReply> part;

    /** @param part what is done on each request */
    PlayedRerank(BiFunction<PlayedRerank, StubRequest, StubReply> part) {
        super("/rerank");
        this.part = part;
    }

    @Override
    public int mostDocuments() {
        return 32;
    }

    /** Never answers. */
    StubReply hang() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new StubReply(503, "");
    }

    /** The last text is the best: an order that no search has. */
    static StubReply reversed(StubRequest request) {
        ArrayNode results = JSON.createArrayNode();
        int texts = request.body().path("texts").size();
        for (int index = texts - 1; index >= 0; index--) {
            results.addObject().put("index", index).put("score", (index + 1.0) / texts);
        }
        return new StubReply(200, results.toString());
    }

    @Override
    protected StubReply answer(StubRequest request) {
        return part.apply(this, request);
    }

    @Override
    protected StubReply error(int status, String type, String message) {
        return new StubReply(status, "{\"error\": \"%s\", \"error_type\": \"%s\"}".formatted(message, type));
    }

    @Override
    public void close() {
        closing.countDown();
        super.close();
    }
}
