package io.millrace.connector.bedrock;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.FlowAdapters;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;

/**
 * The JDK's HTTP client as Amazon's SDK wants one. As many calls are in flight as are made: the SDK's own client lets 50
 * pass, and asks for HTTP/2 without a word before, which neither proxies nor HTTP/1.1 servers bear.
 */
final class JdkTransport implements SdkAsyncHttpClient {
    /** Headers that the JDK's client sets itself, from the address and the body, as the SDK has them too. */
    private static final Set<String> OWN = Set.of("host", "content-length", "connection", "expect", "upgrade");

    /** Let go when closed: before Java 21 a client can't be closed, and ends once nobody holds it. */
    private volatile @Nullable HttpClient client;

    JdkTransport(Duration connectTimeout, Executor threads) {
        Thread caller = Thread.currentThread();
        ClassLoader before = caller.getContextClassLoader();
        // The client's own thread outlives it for a moment, and would hold the job's class loader by inheritance.
        caller.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            client = HttpClient.newBuilder()
                    .executor(threads)
                    .connectTimeout(connectTimeout)
                    .version(Version.HTTP_1_1)
                    // Texts go to the configured address only; a redirect is reported instead.
                    .followRedirects(Redirect.NEVER)
                    .build();
        } finally {
            caller.setContextClassLoader(before);
        }
    }

    /** Completes with the last byte of the body; cancelling it closes the call's connection. */
    @Override
    public CompletableFuture<Void> execute(AsyncExecuteRequest call) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        HttpClient open = client;
        if (open == null) {
            fail(result, call, new IOException("The model is closed"));
            return result;
        }
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> exchange =
                open.sendAsync(request(call), BodyHandlers.ofPublisher());
        var unusedEnd = result.whenComplete((end, failure) -> exchange.cancel(true));
        var unusedCall = exchange.whenComplete((response, failure) -> {
            if (failure == null) {
                call.responseHandler().onHeaders(head(response));
                call.responseHandler().onStream(new ReplyBody(response.body(), result));
            } else {
                fail(result, call, failure);
            }
        });
        return result;
    }

    private static void fail(CompletableFuture<Void> result, AsyncExecuteRequest call, Throwable failure) {
        call.responseHandler().onError(failure);
        result.completeExceptionally(failure);
    }

    private static HttpRequest request(AsyncExecuteRequest call) {
        SdkHttpRequest from = call.request();
        HttpRequest.Builder request = HttpRequest.newBuilder(from.getUri())
                .method(from.method().name(), body(call.requestContentPublisher()));
        from.forEachHeader((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static BodyPublisher body(SdkHttpContentPublisher content) {
        long length = content.contentLength().orElse(-1L);
        Flow.Publisher<ByteBuffer> bytes = FlowAdapters.toFlowPublisher(content);
        if (length == 0) {
            return BodyPublishers.noBody();
        }
        return length < 0 ? BodyPublishers.fromPublisher(bytes) : BodyPublishers.fromPublisher(bytes, length);
    }

    private static SdkHttpResponse head(HttpResponse<?> response) {
        return SdkHttpResponse.builder()
                .statusCode(response.statusCode())
                .headers(response.headers().map())
                .build();
    }

    @Override
    public String clientName() {
        return "Jdk";
    }

    @Override
    public void close() {
        client = null;
    }
}
