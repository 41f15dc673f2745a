package io.millrace.connector.files;

import org.jspecify.annotations.Nullable;

/** The markers of one list's items. */
final class ListNumbering {
    static final String BULLET = "- ";

    private final boolean numbered;
    private int next;

    private ListNumbering(boolean numbered, int next) {
        this.numbered = numbered;
        this.next = next;
    }

    static ListNumbering bullets() {
        return new ListNumbering(false, 0);
    }

    /** Numbers from the value of a {@code start} attribute on, or from 1. */
    static ListNumbering from(@Nullable String start) {
        boolean usable = start != null && start.matches("\\d{1,8}");
        return new ListNumbering(true, usable ? Integer.parseInt(start) : 1);
    }

    String next() {
        return numbered ? next++ + ". " : BULLET;
    }
}
