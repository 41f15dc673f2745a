package io.millrace.failure;

import java.io.Serializable;

/**
 * Why something was refused or failed, for machines and people.
 *
 * @param code a stable kebab-case name, such as {@code malformed-json}
 * @param message what was given, what is allowed, where to fix it; never the text of a document. Cut after a thousand
 *     characters: it may quote what a user gave, of any length, and answers and dead letters carry it.
 */
public record Reason(String code, String message) implements Serializable {
    private static final int MAX_MESSAGE = 1000;

    public Reason {
        if (message.length() > MAX_MESSAGE) {
            message = message.substring(0, MAX_MESSAGE) + "…";
        }
    }
}
