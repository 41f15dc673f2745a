package io.millrace.document;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An immutable-by-convention run of bytes with value equality. The array is not copied: never change it after. */
@SuppressWarnings(
        "ArrayRecordComponent") // The one place where a byte array is a component: equality is by content here.
public record Bytes(byte[] value) implements Serializable {
    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public int size() {
        return value.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** The size only: content never reaches a log. */
    @Override
    public String toString() {
        return value.length + " bytes";
    }
}
