package io.millrace.benchmark.profile;

import io.millrace.benchmark.report.MarkdownTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** The samples of a flight recording by stage, and the methods that were met most. */
public final class Profile {
    private static final String SAMPLE = "jdk.ExecutionSample";
    private static final String PAUSE = "jdk.GarbageCollection";
    private static final int METHODS = 25;

    private final Map<Stage, Integer> stages = new EnumMap<>(Stage.class);
    private final Map<Stage, Map<String, Integer>> methods = new EnumMap<>(Stage.class);
    private int samples;
    private double pauseSeconds;

    private Profile() {}

    /**
     * Reads a recording.
     *
     * @param from what was before isn't counted
     */
    public static Profile read(Path recording, Instant from) throws IOException {
        Profile profile = new Profile();
        try (RecordingFile events = new RecordingFile(recording)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                if (!event.getStartTime().isBefore(from)) {
                    profile.add(event);
                }
            }
        }
        return profile;
    }

    private void add(RecordedEvent event) {
        String type = event.getEventType().getName();
        if (type.equals(PAUSE)) {
            pauseSeconds += event.getDuration("sumOfPauses").toNanos() / 1e9;
        }
        // Not the native samples: those are of threads that wait in the system, mostly.
        if (type.equals(SAMPLE) && event.getStackTrace() != null) {
            List<RecordedFrame> frames = event.getStackTrace().getFrames();
            count(
                    frames.stream()
                            .map(frame -> frame.getMethod().getType().getName())
                            .toList(),
                    name(frames.get(0)));
        }
    }

    /**
     * Counts a sample.
     *
     * @param classes of its frames, the topmost first
     * @param method the topmost
     */
    private void count(List<String> classes, String method) {
        Stage stage = Stage.of(classes);
        samples++;
        stages.merge(stage, 1, Integer::sum);
        methods.computeIfAbsent(stage, key -> new HashMap<>()).merge(method, 1, Integer::sum);
    }

    private static String name(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return type.substring(type.lastIndexOf('.') + 1) + "."
                + frame.getMethod().getName();
    }

    /** Seconds that all threads stood still for the garbage collector. */
    public double pauseSeconds() {
        return pauseSeconds;
    }

    /** A row for each stage. */
    public MarkdownTable byStage() {
        var table = new MarkdownTable(1, "stage", "samples", "share");
        for (Stage stage : Stage.values()) {
            int count = stages.getOrDefault(stage, 0);
            table.row(stage.label(), String.valueOf(count), share(count));
        }
        return table;
    }

    /** The methods that were at the top most often, and for which stage. */
    public MarkdownTable byMethod() {
        var table = new MarkdownTable(2, "method", "stage", "samples", "share");
        methods.entrySet().stream()
                .flatMap(stage -> stage.getValue().entrySet().stream()
                        .map(method -> new Met(method.getKey(), stage.getKey(), method.getValue())))
                .sorted(Comparator.comparingInt(Met::count).reversed())
                .limit(METHODS)
                .forEach(met ->
                        table.row(met.method(), met.stage().label(), String.valueOf(met.count()), share(met.count())));
        return table;
    }

    private record Met(String method, Stage stage, int count) {}

    private String share(int count) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * count / Math.max(1, samples));
    }
}
