package io.millrace.job.config.bind;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One setting or section, as its record declares it.
 *
 * @param key its full key; the name alone at the top
 * @param name the last part of its key
 * @param type of the component
 * @param element what a list or the values of a map hold, or null for anything else
 * @param nullable whether it may be left out with nothing in its place
 * @param setting its annotation
 */
record Component(
        String key, String name, Class<?> type, @Nullable Class<?> element, boolean nullable, Setting setting) {

    /** The components of a record, in order. The prefix is the record's own key, or empty at the top. */
    static List<Component> of(Class<?> record, String prefix) {
        return Stream.of(record.getRecordComponents())
                .map(component -> of(component, prefix))
                .toList();
    }

    /** Every setting under a record, sections opened up. */
    static Stream<Component> settings(Class<?> record, String prefix) {
        return of(record, prefix).stream()
                .flatMap(component ->
                        component.isSection() ? settings(component.type, component.key) : Stream.of(component));
    }

    /** A child's full key. */
    static String join(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + "." + name;
    }

    boolean isMap() {
        return type == Map.class;
    }

    boolean isList() {
        return type == List.class;
    }

    boolean isSection() {
        return type.isRecord() && !ValueType.isKnown(type);
    }

    /** The default as text, or null when there is none. */
    @Nullable
    String defaultText() {
        return setting.value().length == 0 ? null : setting.value()[0];
    }

    /** Whether empty text is a value of it. */
    boolean orEmpty() {
        return setting.orEmpty() || "".equals(defaultText());
    }

    /** How its value, or each of its values, is written. */
    ValueType valueType() {
        return ValueType.of(element == null ? type : element);
    }

    private static Component of(RecordComponent component, String prefix) {
        String name = kebabCase(component.getName());
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            throw new IllegalStateException(component + " has no @Setting");
        }
        return new Component(
                join(prefix, name),
                name,
                component.getType(),
                element(component.getGenericType()),
                component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                setting);
    }

    private static @Nullable Class<?> element(Type type) {
        if (!(type instanceof ParameterizedType parameterized)) {
            return null;
        }
        Type[] arguments = parameterized.getActualTypeArguments();
        return (Class<?>) arguments[arguments.length - 1];
    }

    private static String kebabCase(String camelCase) {
        return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
