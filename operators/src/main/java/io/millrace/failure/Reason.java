package io.millrace.failure;

import java.io.Serializable;

/**
 * Why something was refused or failed, for machines and people.
 *
 * @param code a stable kebab-case name, such as {@code malformed-json}
 * @param message what was given, what is allowed, where to fix it; never the text of a document
 */
public record Reason(String code, String message) implements Serializable {}
