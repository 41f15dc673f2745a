package io.millrace.job.config.bind;

import org.jspecify.annotations.Nullable;

/** The bounds that a setting's annotation states. */
record Range(String min, String max, ValueType type) {
    static Range of(Component component) {
        return new Range(component.setting().min(), component.setting().max(), component.valueType());
    }

    /** Both bounds in words, to follow "must be", or null when there is none. */
    @Nullable
    String inWords() {
        if (min.isEmpty()) {
            return max.isEmpty() ? null : "at most " + max;
        }
        return max.isEmpty() ? "at least " + min : "from " + min + " to " + max;
    }

    boolean contains(Object value) {
        return (min.isEmpty() || compare(value, min) >= 0) && (max.isEmpty() || compare(value, max) <= 0);
    }

    @SuppressWarnings("unchecked") // A value and its bounds are of one type, and types with bounds have an order.
    private int compare(Object value, String bound) {
        return ((Comparable<Object>) value).compareTo(type.parse(bound));
    }
}
