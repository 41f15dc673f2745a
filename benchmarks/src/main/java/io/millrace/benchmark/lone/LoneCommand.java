package io.millrace.benchmark.lone;

import io.millrace.benchmark.lone.LoneTrial.Order;
import io.millrace.benchmark.process.ChildJvm;
import io.millrace.benchmark.process.ClassPath;
import io.millrace.benchmark.report.Distribution;
import io.millrace.benchmark.report.MarkdownTable;
import io.millrace.benchmark.report.ResultFile;
import io.millrace.benchmark.server.BrokerServer;
import io.millrace.benchmark.server.ScratchDirectory;
import io.millrace.benchmark.server.StoreServer;
import io.millrace.benchmark.server.StubServer;
import io.millrace.benchmark.server.TimeText;
import io.millrace.document.json.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lone}: from produced to found, for a document that comes alone. */
@Command(
        name = "lone",
        description = {
            "Produces one document after another to Kafka, each when the one before was found in the store, and measures"
                    + " how long each takes through Millrace's ingest job.",
            "What is ours is what is left without the stub's latency."
        })
public final class LoneCommand implements Callable<Integer> {
    @Option(
            names = "--documents",
            paramLabel = "N",
            defaultValue = "200",
            description = "That are measured (default: 200).")
    private int documents = 200;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "50", description = "Before them (default: 50).")
    private int warmUp = 50;

    @Option(
            names = "--base-latency",
            paramLabel = "TIME",
            defaultValue = "60ms",
            description = "Of each request at the stub (default: 60ms).")
    private String baseLatency = "60ms";

    @Option(
            names = "--pause",
            paramLabel = "TIME",
            defaultValue = "20ms",
            description = "Between a document that was found and the next (default: 20ms).")
    private String pause = "20ms";

    @Option(names = "--dimensions", paramLabel = "N", defaultValue = "1536", description = "Of a vector.")
    private int dimensions = 1536;

    /**
     * The figures.
     *
     * @param millis from produced to found
     * @param ours those without the stub's latency
     */
    record Result(Distribution millis, Distribution ours) {}

    @Override
    public Integer call() throws Exception {
        Instant started = Instant.now();
        double[] taken;
        try (ScratchDirectory scratch = ScratchDirectory.create();
                StubServer stub = StubServer.start(StubServer.latency(baseLatency, "0us"));
                BrokerServer broker = BrokerServer.start(scratch.path().resolve("kafka"));
                StoreServer store = StoreServer.start(scratch.path().resolve("store"))) {
            Path order = scratch.path().resolve("order.json");
            Path result = scratch.path().resolve("result.json");
            long pauseMillis = Math.round(TimeText.seconds(pause) * 1e3);
            Json.MAPPER.writeValue(
                    order.toFile(),
                    new Order(stub.url(), store.url(), broker.address(), dimensions, warmUp, documents, pauseMillis));
            try (ChildJvm jvm = ChildJvm.start(
                    "the job",
                    List.of("-Xmx1g"),
                    ClassPath.own(),
                    LoneTrial.class.getName(),
                    List.of(order.toString(), result.toString()))) {
                jvm.awaitEnd();
            }
            taken = Json.MAPPER.readValue(result.toFile(), double[].class);
        }
        Result result = result(taken, TimeText.seconds(baseLatency) * 1e3);
        System.out.print(table(result));
        Map<String, Object> settings =
                Map.of("documents", documents, "warmUp", warmUp, "baseLatency", baseLatency, "dimensions", dimensions);
        System.err.println("Figures: " + ResultFile.write("lone", started, settings, List.of(result)));
        return 0;
    }

    /** The figures of documents, given their milliseconds and the stub's. */
    static Result result(double[] taken, double stubMillis) {
        double[] ours = taken.clone();
        for (int at = 0; at < ours.length; at++) {
            ours[at] -= stubMillis;
        }
        return new Result(Distribution.of(taken), Distribution.of(ours));
    }

    private static MarkdownTable table(Result result) {
        var table = new MarkdownTable(1, "quantile", "ms", "ours ms", "ours");
        row(table, "p50", result.millis().median(), result.ours().median());
        row(table, "p95", result.millis().p95(), result.ours().p95());
        row(table, "max", result.millis().max(), result.ours().max());
        return table;
    }

    private static void row(MarkdownTable table, String quantile, double millis, double ours) {
        table.row(quantile, text("%.1f", millis), text("%.1f", ours), text("%.0f %%", 100 * ours / millis));
    }

    private static String text(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
