package io.millrace.benchmark.ask;

import io.millrace.benchmark.ask.Tally.Counted;
import io.millrace.benchmark.report.Distribution;
import io.millrace.benchmark.report.MarkdownTable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The figures of {@code ask}, for people. */
final class AskTable {
    /**
     * A run.
     *
     * @param rate requests a second
     * @param search whether it looked for the highest rate
     * @param processors milliseconds that each process took for a request
     */
    record Result(String system, double rate, boolean search, Counted counted, Map<String, Double> processors) {}

    private AskTable() {}

    /** A line for each run. */
    static MarkdownTable of(List<Result> results) {
        var table = new MarkdownTable(
                1,
                "system",
                "req/s",
                "requests",
                "p50 ms",
                "p95 ms",
                "p99 ms",
                "max ms",
                "missing",
                "double",
                "failed");
        for (Result result : results) {
            Counted counted = result.counted();
            table.row(
                    result.system(),
                    number(result.rate()),
                    String.valueOf(counted.requests()),
                    millis(counted, Distribution::median),
                    millis(counted, Distribution::p95),
                    millis(counted, Distribution::p99),
                    millis(counted, Distribution::max),
                    String.valueOf(counted.missing()),
                    String.valueOf(counted.doubled()),
                    String.valueOf(counted.failed()));
        }
        return table;
    }

    /**
     * What one system takes longer than another: of each its runs' median, those left out that looked for the highest rate.
     * NaN where a system had no run with an answer.
     */
    static double added(List<Result> results, String bare, String system, ToDoubleFunction<Distribution> figure) {
        return median(results, system, figure) - median(results, bare, figure);
    }

    private static double median(List<Result> results, String system, ToDoubleFunction<Distribution> figure) {
        double[] figures = results.stream()
                .filter(result -> result.system().equals(system) && !result.search())
                .map(result -> result.counted().millis())
                .filter(Objects::nonNull)
                .mapToDouble(millis -> figure.applyAsDouble(Objects.requireNonNull(millis)))
                .toArray();
        return figures.length == 0 ? Double.NaN : Distribution.of(figures).median();
    }

    /** Where the time of a system's runs went, as its answers say; those that looked for the highest rate left out. */
    static String stages(List<Result> results, String system) {
        List<Result> steady = results.stream()
                .filter(result -> result.system().equals(system) && !result.search())
                .toList();
        return steady.stream()
                .map(result -> result.counted().stages().entrySet().stream()
                        .map(AskTable::stage)
                        .collect(Collectors.joining(", ", "Stages, p50/p99 ms: ", System.lineSeparator())))
                .collect(Collectors.joining());
    }

    private static String stage(Map.Entry<String, Distribution> stage) {
        return "%s %s/%s"
                .formatted(
                        stage.getKey(),
                        number(stage.getValue().median()),
                        number(stage.getValue().p99()));
    }

    /** A run in a line. */
    static String line(Result result) {
        Counted counted = result.counted();
        String processors = result.processors().entrySet().stream()
                .map(process -> process.getKey() + " " + number(process.getValue()))
                .collect(Collectors.joining(", "));
        return "%s at %s/s: p50 %s, p95 %s, p99 %s, max %s ms; %d requests, %d missing, %d double, %d failed; sent %s ms late at p99; CPU ms a request: %s"
                .formatted(
                        result.system(),
                        number(result.rate()),
                        millis(counted, Distribution::median),
                        millis(counted, Distribution::p95),
                        millis(counted, Distribution::p99),
                        millis(counted, Distribution::max),
                        counted.requests(),
                        counted.missing(),
                        counted.doubled(),
                        counted.failed(),
                        number(counted.lag().p99()),
                        processors);
    }

    private static String millis(Counted counted, ToDoubleFunction<Distribution> figure) {
        return counted.millis() == null ? "-" : number(figure.applyAsDouble(counted.millis()));
    }

    private static String number(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }
}
