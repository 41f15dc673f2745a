package io.millrace.benchmark.ingest;

import io.millrace.benchmark.ingest.SystemResult.Spread;
import io.millrace.benchmark.ingest.system.SystemName;
import io.millrace.benchmark.report.MarkdownTable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The figures of {@code ingest} for people. */
final class IngestTable {
    private IngestTable() {}

    static MarkdownTable of(List<SystemResult> results) {
        var table = new MarkdownTable(
                1,
                "system",
                "texts/s",
                "min",
                "max",
                "share",
                "steady",
                "steady share",
                "req/1000",
                "least",
                "fill %",
                "billed",
                "CPU µs/text",
                "heap MiB",
                "RSS MiB");
        SystemResult ceiling = results.stream()
                .filter(result -> result.system().equals(SystemName.BARE.label()))
                .findFirst()
                .orElse(null);
        for (SystemResult result : results) {
            table.row(
                    result.system(),
                    number("%.0f", result.textsPerSecond().median()),
                    number("%.0f", result.textsPerSecond().min()),
                    number("%.0f", result.textsPerSecond().max()),
                    share(result.textsPerSecond(), ceiling == null ? null : ceiling.textsPerSecond()),
                    number("%.0f", result.steadyTextsPerSecond().median()),
                    share(result.steadyTextsPerSecond(), ceiling == null ? null : ceiling.steadyTextsPerSecond()),
                    number("%.1f", result.requestsPerThousand()),
                    number("%.1f", result.leastPerThousand()),
                    number("%.1f", 100 * result.fill()),
                    number("%.3f", result.billed()),
                    number("%.0f", result.processorMicros()),
                    number("%.0f", result.peakHeapBytes() / (double) (1 << 20)),
                    number("%.0f", result.peakResidentBytes() / (double) (1 << 20)));
        }
        return table;
    }

    private static String share(Spread rate, @Nullable Spread ceiling) {
        return ceiling == null ? "-" : number("%.1f %%", 100 * SystemResult.share(rate, ceiling));
    }

    private static String number(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }
}
