package io.millrace.connector.kafka;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Makes a topic's records. Used by one thread at a time, after a trip through Java serialisation. */
public interface KeyedEncoder<T> extends Serializable {
    /** The record's key, or null for none: the record then goes to any partition. */
    byte @Nullable [] key(T element);

    /** The record's value. */
    byte[] value(T element);
}
