package io.millrace.answer;

import io.millrace.answer.Answer.Status;
import io.millrace.failure.Reason;
import io.millrace.usage.Usage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers of all shapes, each by its seed. */
public final class RandomAnswer {
    private static final List<String> PARTS = List.of(
            "word ",
            "\n\t\r",
            "\"quoted\" \\ /",
            "</script>",
            "日本語。",
            "e\u0301",
            "\u0000\u001F\u2028",
            "\uD83D\uDC68\u200D\uD83D\uDC69",
            "[1]",
            "{}",
            "null");
    private static final List<Double> NUMBERS =
            List.of(0.0, -0.0, 1.0, 0.1, 1 / 3.0, 1e-300, 1e300, Double.MIN_VALUE, (double) 0.7f, -12345.678);
    private static final List<String> METADATA = List.of(
            "{}",
            "{\"price\":1.5,\"year\":2026}",
            "{\"big\":9223372036854775807,\"flag\":true,\"none\":null}",
            "{\"tags\":[\"a\",\"\u65E5\",1,2.25,false]}");

    private final Random random;

    private RandomAnswer(Random random) {
        this.random = random;
    }

    public static Answer of(Random random) {
        return new RandomAnswer(random).answer();
    }

    private Answer answer() {
        return new Answer(
                text(),
                oneOf(List.of(Status.values())),
                maybe(this::text),
                maybe(() -> oneOf(List.of("generated", "extractive"))),
                some(this::citation),
                some(this::citation),
                mapOf(this::text),
                mapOf(() -> new Usage(whole(), whole(), whole())),
                mapOf(this::number),
                maybe(() -> new Reason(text(), text())),
                maybe(this::text),
                some(() -> new Reason(text(), text())),
                maybe(() -> new Answer.Reused(text(), number())),
                some(this::part));
    }

    private QuestionAnswer part() {
        return new QuestionAnswer(
                maybe(this::text),
                oneOf(List.of(Status.values())),
                maybe(this::text),
                maybe(this::text),
                some(this::citation),
                some(this::citation),
                maybe(() -> new Reason(text(), text())),
                some(() -> new Reason(text(), text())),
                maybe(() -> new Answer.Reused(text(), number())));
    }

    private Citation citation() {
        return new Citation(
                random.nextInt(),
                text(),
                text(),
                maybe(this::text),
                maybe(this::text),
                some(this::text),
                text(),
                random.nextInt(),
                random.nextInt(),
                maybe(random::nextInt),
                number(),
                oneOf(METADATA),
                maybe(this::text));
    }

    private String text() {
        return String.join("", some(() -> oneOf(PARTS)));
    }

    private double number() {
        return random.nextBoolean() ? oneOf(NUMBERS) : Double.longBitsToDouble(random.nextLong());
    }

    private long whole() {
        return random.nextBoolean() ? random.nextInt(10) : random.nextLong();
    }

    private <T> Map<String, T> mapOf(Supplier<T> value) {
        Map<String, T> map = new HashMap<>();
        some(this::text).forEach(key -> map.put(key, value.get()));
        return map;
    }

    private <T> List<T> some(Supplier<T> element) {
        return Stream.generate(element).limit(random.nextInt(5)).toList();
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
