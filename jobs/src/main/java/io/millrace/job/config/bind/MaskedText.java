package io.millrace.job.config.bind;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A record's {@code toString} for records that hold maps in which some values are secret. */
public final class MaskedText {
    private MaskedText() {}

    /** The record as it would print itself, but with *** for the values of map keys that are secret. */
    public static String of(Record settings, Predicate<String> secretKey) {
        return Stream.of(settings.getClass().getRecordComponents())
                .map(component -> component.getName() + "=" + text(settings, component, secretKey))
                .collect(Collectors.joining(", ", settings.getClass().getSimpleName() + "[", "]"));
    }

    private static String text(Record settings, RecordComponent component, Predicate<String> secretKey) {
        Object value = valueOf(settings, component);
        if (!(value instanceof Map<?, ?> map)) {
            return String.valueOf(value);
        }
        Map<String, Object> masked = new TreeMap<>();
        map.forEach(
                (key, entry) -> masked.put(String.valueOf(key), secretKey.test(String.valueOf(key)) ? "***" : entry));
        return masked.toString();
    }

    private static Object valueOf(Record settings, RecordComponent component) {
        try {
            return component.getAccessor().invoke(settings);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("can't read " + component, e);
        }
    }
}
