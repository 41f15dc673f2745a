package io.millrace.benchmark.ingest.system;

import java.util.stream.IntStream;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.types.Row;

/** Flink SQL's {@code ML_PREDICT} with {@code flink-model-openai}, its asynchronous form. */
final class ModelPredict {
    private ModelPredict() {}

    static DataStream<Tuple3<String, String, float[]>> embed(
            StreamExecutionEnvironment env, DataStream<Tuple2<String, String>> texts, Task task) {
        StreamTableEnvironment tables = StreamTableEnvironment.create(env);
        tables.getConfig()
                .set(
                        ExecutionConfigOptions.TABLE_EXEC_ASYNC_ML_PREDICT_MAX_CONCURRENT_OPERATIONS,
                        task.concurrencyOfSubtask())
                .set(
                        ExecutionConfigOptions.TABLE_EXEC_ASYNC_ML_PREDICT_OUTPUT_MODE,
                        ExecutionConfigOptions.AsyncOutputMode.ALLOW_UNORDERED);
        tables.createTemporaryView("texts", tables.fromDataStream(texts).as("id", "content"));
        tables.executeSql("""
                CREATE TEMPORARY MODEL embedder
                INPUT (content STRING)
                OUTPUT (embedding ARRAY<FLOAT>)
                WITH ('provider' = 'openai', 'endpoint' = '%s/embeddings', 'api-key' = '%s', 'model' = '%s', 'dimension' = '%d')
                """.formatted(task.provider(), Task.KEY, Task.MODEL, task.dimensions()));
        Table embedded = tables.sqlQuery("""
                SELECT id, content, embedding
                FROM ML_PREDICT(TABLE texts, MODEL embedder, DESCRIPTOR(content), MAP['async', 'true'])
                """);
        return tables.toDataStream(embedded).map(ModelPredict::point).returns(FlinkTexts.EMBEDDED);
    }

    private static Tuple3<String, String, float[]> point(Row row) {
        Float[] numbers = (Float[]) row.getFieldAs("embedding");
        float[] vector = new float[numbers.length];
        IntStream.range(0, vector.length).forEach(at -> vector[at] = numbers[at]);
        return Tuple3.of(row.getFieldAs("id"), row.getFieldAs("content"), vector);
    }
}
