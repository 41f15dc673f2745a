package io.millrace.benchmark.lone;

import io.millrace.chunk.ChunkId;
import io.millrace.document.json.Json;
import io.millrace.job.IngestApplication;
import io.millrace.job.config.MillraceConfig;
import io.millrace.local.cluster.LocalFlink;
import io.millrace.local.cluster.RunningJob;
import io.qdrant.client.PointIdFactory;
import io.qdrant.client.QdrantClient;
import io.qdrant.client.QdrantGrpcClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The job, in a JVM of its own, and one document after another. The arguments are a file with an {@link Order} and a
 * file for the milliseconds of each document.
 */
final class LoneTrial {
    private static final String COLLECTION = "lone";
    private static final String TOPIC = "documents";
    private static final long PATIENCE_SECONDS = 60;

    private final Order order;
    private final QdrantClient store;
    private final KafkaProducer<byte[], byte[]> producer;

    private LoneTrial(Order order, QdrantClient store, KafkaProducer<byte[], byte[]> producer) {
        this.order = order;
        this.store = store;
        this.producer = producer;
    }

    /**
     * What is to be done.
     *
     * @param pauseMillis between a document that was found and the next one
     */
    record Order(URI provider, URI store, String broker, int dimensions, int warmUp, int documents, long pauseMillis) {}

    public static void main(String[] arguments) throws Exception {
        Order order = Json.MAPPER.readValue(Path.of(arguments[0]).toFile(), Order.class);
        IngestApplication application = new IngestApplication(MillraceConfig.parse("", settings(order), Map.of()));
        application.prepare();
        try (LocalFlink flink = LocalFlink.start(1, Files.createTempDirectory("checkpoints"));
                QdrantClient store = new QdrantClient(QdrantGrpcClient.newBuilder(
                                order.store().getHost(), order.store().getPort(), false)
                        .build());
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", order.broker()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            StreamExecutionEnvironment env = flink.environment();
            application.define(env);
            RunningJob job = flink.submit(env, application.jobName());
            LoneTrial trial = new LoneTrial(order, store, producer);
            trial.measure("warm-up", order.warmUp());
            double[] taken = trial.measure("document", order.documents());
            job.cancel();
            Json.MAPPER.writeValue(Path.of(arguments[1]).toFile(), taken);
        }
        // Clients' threads outlive them.
        System.exit(0);
    }

    private static List<String> settings(Order order) {
        return List.of(
                "job.parallelism=1",
                "kafka.bootstrap-servers=" + order.broker(),
                "kafka.documents-topic=" + TOPIC,
                "kafka.partitions=1",
                "embedding.provider=openai",
                "embedding.base-url=" + order.provider(),
                "embedding.dimension=" + order.dimensions(),
                "qdrant.url=" + order.store(),
                "qdrant.collection=" + COLLECTION);
    }

    /** Milliseconds of each document. */
    private double[] measure(String name, int documents) throws Exception {
        double[] taken = new double[documents];
        for (int number = 0; number < documents; number++) {
            String id = name + "-" + number;
            String text =
                    "Document %d of %s tells of the mill by the river, and of the %d sacks of barley that it ground."
                            .formatted(number, name, number * 7);
            String point = ChunkId.of(null, id, ChunkId.hash(text), 0);
            byte[] record =
                    Json.MAPPER.writeValueAsBytes(Json.MAPPER.createObjectNode().put("text", text));
            long produced = System.nanoTime();
            var unused = producer.send(new ProducerRecord<>(TOPIC, id.getBytes(StandardCharsets.UTF_8), record));
            while (!isFound(point)) {
                if (System.nanoTime() - produced > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                    throw new IllegalStateException("%s wasn't found within a minute".formatted(id));
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
            taken[number] = (System.nanoTime() - produced) / 1e6;
            TimeUnit.MILLISECONDS.sleep(order.pauseMillis());
        }
        return taken;
    }

    private boolean isFound(String point) throws ExecutionException, InterruptedException {
        return !store.retrieveAsync(COLLECTION, PointIdFactory.id(UUID.fromString(point)), false, false, null)
                .get()
                .isEmpty();
    }
}
