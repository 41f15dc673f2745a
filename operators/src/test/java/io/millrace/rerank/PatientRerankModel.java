package io.millrace.rerank;

import io.millrace.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A rerank model that answers when a test says so, and remembers its calls. */
final class PatientRerankModel implements RerankModel {
    private final RerankLimits limits;
    private final List<Call> calls = new ArrayList<>();
    private boolean closed;

    PatientRerankModel(RerankLimits limits) {
        this.limits = limits;
    }

    record Call(String query, List<String> documents, CompletableFuture<Reply> reply) {
        void answer(double... scores) {
            List<Double> boxed = new ArrayList<>();
            for (double score : scores) {
                boxed.add(score);
            }
            reply.complete(new Reply(boxed, new Usage(1, 10, 0)));
        }

        void fail(RuntimeException failure) {
            reply.completeExceptionally(failure);
        }
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    Call call(int number) {
        return calls.get(number);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public String name() {
        return "patient/one";
    }

    @Override
    public RerankLimits limits() {
        return limits;
    }

    @Override
    public CompletableFuture<Reply> rerank(String query, List<String> documents) {
        Call call = new Call(query, documents, new CompletableFuture<>());
        calls.add(call);
        return call.reply();
    }

    @Override
    public void close() {
        closed = true;
    }
}
