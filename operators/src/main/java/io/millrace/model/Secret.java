package io.millrace.model;

import java.io.Serializable;

/** A value that must not be shown. Only {@link #value()} gives it away. */
public record Secret(String value) implements Serializable {
    @Override
    public String toString() {
        return "***";
    }
}
