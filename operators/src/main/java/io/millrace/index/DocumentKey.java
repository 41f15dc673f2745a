package io.millrace.index;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A document of one owner.
 *
 * @param documentId its id
 * @param tenant whose it is, or null for nobody's
 */
public record DocumentKey(String documentId, @Nullable String tenant) implements Serializable {}
