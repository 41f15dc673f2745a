package io.millrace.benchmark.ingest.system;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;

/** Flink's asynchronous I/O as its documentation has it: a text, a request. */
final class OneTextFunction extends RichAsyncFunction<Tuple2<String, String>, Tuple3<String, String, float[]>> {
    private static final long serialVersionUID = 1L;
    private static final long TIMEOUT_SECONDS = 60;

    private final Task task;
    private transient EmbeddingsClient client;

    private OneTextFunction(Task task) {
        this.task = task;
    }

    static DataStream<Tuple3<String, String, float[]>> embed(
            StreamExecutionEnvironment env, DataStream<Tuple2<String, String>> texts, Task task) {
        return AsyncDataStream.unorderedWait(
                        texts,
                        new OneTextFunction(task),
                        TIMEOUT_SECONDS,
                        TimeUnit.SECONDS,
                        task.concurrencyOfSubtask())
                .returns(FlinkTexts.EMBEDDED);
    }

    @Override
    public void open(OpenContext context) {
        client = new EmbeddingsClient(task);
    }

    @Override
    public void asyncInvoke(Tuple2<String, String> text, ResultFuture<Tuple3<String, String, float[]>> result)
            throws IOException {
        var unused = client.http()
                .sendAsync(client.request(List.of(text.f1)), HttpResponse.BodyHandlers.ofByteArray())
                .whenComplete((response, failure) -> {
                    try {
                        if (failure != null) {
                            throw failure;
                        }
                        result.complete(List.of(Tuple3.of(
                                text.f0,
                                text.f1,
                                EmbeddingsClient.vectors(response).get(0))));
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                });
    }
}
