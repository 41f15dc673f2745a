package io.millrace.job.e2e;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a thousand documents, the same for the same seed: they are made, edited, renamed, deleted and made
 * again; a part of it is delivered late, and a fifth of it twice.
 */
final class History {
    private static final int DOCUMENTS = 1_000;
    private static final int LATER_CHANGES = 1_100;
    /** Lately: a broker deletes what is older than its retention. */
    private static final long START = System.currentTimeMillis() - 3_600_000L;

    /** Milliseconds by which one change may come behind others; a change takes ten. */
    private static final int LATENESS = 400;

    private final Random random;
    private final Map<String, Event> newest = new LinkedHashMap<>();
    private final Map<String, Integer> states = new HashMap<>();
    private final List<Event> records = new ArrayList<>();
    private long clock = START;

    /** One record of the documents topic; a delete has no value. */
    record Event(long timestamp, String key, @Nullable String value) {}

    private record Delivery(double at, Event record) {}

    History(long seed) {
        this.random = new Random(seed);
        for (int document = 0; document < DOCUMENTS; document++) {
            state("document-" + document, text());
        }
        for (int change = 0; change < LATER_CHANGES; change++) {
            change("document-" + random.nextInt(DOCUMENTS));
        }
    }

    /** The records as they are delivered. */
    List<Event> delivered() {
        List<Delivery> deliveries = new ArrayList<>();
        for (Event record : records) {
            deliveries.add(new Delivery(record.timestamp() + random.nextDouble(LATENESS), record));
            if (random.nextInt(5) == 0) {
                // Twice: soon after, or long after newer states came.
                double later = random.nextBoolean() ? LATENESS : clock - START;
                deliveries.add(new Delivery(record.timestamp() + random.nextDouble(later), record));
            }
        }
        deliveries.sort(Comparator.comparingDouble(Delivery::at));
        return deliveries.stream().map(Delivery::record).toList();
    }

    /** The documents that there are in the end. */
    List<Event> end() {
        return newest.values().stream().filter(record -> record.value() != null).toList();
    }

    private void change(String id) {
        Event before = newest.get(id);
        String text = before == null || before.value() == null
                ? text()
                : Flow.json(before.value()).path("text").asText();
        switch (random.nextInt(10)) {
            case 0 -> add(id, null);
            case 1 -> {
                add(id, null);
                state(id + "-renamed", text);
            }
            case 2 -> state(id, shuffled(text));
            case 3 -> state(id, text);
            default -> state(id, edited(text));
        }
    }

    /** Every third document states versions of its own. */
    private void state(String id, String text) {
        int number = states.merge(id, 1, Integer::sum);
        var json = Flow.object().put("text", text).put("contentType", "text/markdown");
        json.putObject("metadata").put("state", random.nextInt(3));
        if (random.nextInt(4) == 0) {
            json.put("title", "Title " + random.nextInt(3));
        }
        if (Math.floorMod(id.hashCode(), 3) == 0) {
            json.put("version", number);
        }
        add(id, json.toString());
    }

    private void add(String id, @Nullable String value) {
        clock += 10;
        Event record = new Event(clock, id, value);
        newest.put(id, record);
        records.add(record);
    }

    private String text() {
        return IntStream.range(0, 1 + random.nextInt(6))
                .mapToObj(number -> paragraph())
                .collect(Collectors.joining("\n\n"));
    }

    /** Of few: some documents have one twice. */
    private String paragraph() {
        String heading = random.nextInt(4) == 0 ? "## Part " + random.nextInt(5) + "\n\n" : "";
        return heading + "Paragraph %d tells of the sluice and of the water in it.".formatted(random.nextInt(40));
    }

    private String edited(String text) {
        List<String> paragraphs = paragraphs(text);
        int at = random.nextInt(paragraphs.size());
        switch (random.nextInt(4)) {
            case 0 -> paragraphs.set(at, paragraph());
            case 1 -> paragraphs.add(at, paragraph());
            case 2 -> paragraphs.add(at, paragraphs.get(random.nextInt(paragraphs.size())));
            default -> {
                if (paragraphs.size() > 1) {
                    paragraphs.remove(at);
                }
            }
        }
        return String.join("\n\n", paragraphs);
    }

    private String shuffled(String text) {
        List<String> paragraphs = paragraphs(text);
        Collections.shuffle(paragraphs, random);
        return String.join("\n\n", paragraphs);
    }

    private static List<String> paragraphs(String text) {
        return new ArrayList<>(List.of(text.split("\n\n")));
    }
}
