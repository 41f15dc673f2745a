package io.millrace.connector.bedrock;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A reply's body on its way from the JDK's client, which hands buffers out in lists, to the SDK, which takes one after
 * another: each list becomes one buffer, so what is asked for is asked for.
 *
 * @param end of the call, completed with the body's; when it ends before, so does the body
 */
record ReplyBody(Flow.Publisher<List<ByteBuffer>> lists, CompletableFuture<Void> end) implements Publisher<ByteBuffer> {
    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        lists.subscribe(new Joining(subscriber, end));
    }

    private record Joining(Subscriber<? super ByteBuffer> subscriber, CompletableFuture<Void> end)
            implements Flow.Subscriber<List<ByteBuffer>> {
        @Override
        public void onSubscribe(Flow.Subscription upstream) {
            // The exchange is over with its head, so giving it up wouldn't end the body.
            var unusedEnd = end.whenComplete((done, failure) -> upstream.cancel());
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long count) {
                    upstream.request(count);
                }

                @Override
                public void cancel() {
                    upstream.cancel();
                    end.cancel(false);
                }
            });
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            ByteBuffer joined = ByteBuffer.allocate(
                    buffers.stream().mapToInt(ByteBuffer::remaining).sum());
            buffers.forEach(joined::put);
            subscriber.onNext(joined.flip());
        }

        @Override
        public void onError(Throwable failure) {
            subscriber.onError(failure);
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            subscriber.onComplete();
            end.complete(null);
        }
    }
}
