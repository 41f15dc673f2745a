package io.millrace.benchmark.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** A benchmark's figures as JSON, with all that they depend on. */
public final class ResultFile {
    private ResultFile() {}

    /**
     * Writes the file, named after the benchmark and the time.
     *
     * @param settings what the benchmark was asked to do
     * @param results one record a row
     * @return the file
     */
    public static Path write(String benchmark, Instant started, Map<String, ?> settings, List<? extends Record> results)
            throws IOException {
        ObjectNode report = Json.MAPPER.createObjectNode();
        report.put("benchmark", benchmark);
        report.put("started", started.truncatedTo(ChronoUnit.SECONDS).toString());
        report.set("versions", Json.MAPPER.valueToTree(BuiltVersions.byName()));
        report.set("machine", Json.MAPPER.valueToTree(Machine.properties()));
        report.set("settings", Json.MAPPER.valueToTree(settings));
        report.set("results", Json.MAPPER.valueToTree(results));
        Path directory = Path.of(System.getProperty("millrace.results", "target/results"));
        Files.createDirectories(directory);
        String time = started.truncatedTo(ChronoUnit.SECONDS).toString().replace(':', '-');
        Path file = directory.resolve(benchmark + "-" + time + ".json");
        Json.MAPPER.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), report);
        return file;
    }
}
