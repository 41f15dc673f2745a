package io.millrace.embedded.qdrant.wire;

import io.millrace.embedded.qdrant.failure.StoreException;

/** The checks of single request fields, with the messages of Qdrant's request validation. */
final class Validation {

    private static final int LONGEST_NAME = 255;
    private static final String FORBIDDEN_IN_NAMES = "/\0";
    private static final String FORBIDDEN_IN_NEW_NAMES = "<>:\"/\\|?*\0\u001F";

    private Validation() {}

    /** The name of a collection that should exist. */
    static String collectionName(String name) {
        return name(name, FORBIDDEN_IN_NAMES);
    }

    /** The name of a collection to be made, for which more characters are forbidden. */
    static String newCollectionName(String name) {
        return name(name, FORBIDDEN_IN_NEW_NAMES);
    }

    private static String name(String name, String forbidden) {
        int length = name.codePointCount(0, name.length());
        if (length < 1 || length > LONGEST_NAME) {
            throw StoreException.validation(
                    "collection_name",
                    "value \"%s\" invalid, must be from 1 to %d characters".formatted(name, LONGEST_NAME));
        }
        for (int i = 0; i < forbidden.length(); i++) {
            char character = forbidden.charAt(i);
            if (name.indexOf(character) >= 0) {
                throw StoreException.validation(
                        "collection_name", "collection name cannot contain \"%c\" char".formatted(character));
            }
        }
        return name;
    }

    /** A number that is unsigned on the wire and must not be 0. */
    static void positive(String field, long value) {
        if (value == 0) {
            throw StoreException.validation(field, "value 0 invalid, must be 1 or larger");
        }
    }

    /** A text that must not be empty. */
    static void notEmpty(String field, String value) {
        if (value.isEmpty()) {
            throw StoreException.validation(field, "value \"\" invalid, must be at least 1 characters");
        }
    }

    /** A number within limits, both included. */
    static void range(String field, long value, long least, long most) {
        if (Long.compareUnsigned(value, least) < 0 || Long.compareUnsigned(value, most) > 0) {
            throw StoreException.validation(
                    field,
                    "value %s invalid, must be from %d to %d".formatted(Long.toUnsignedString(value), least, most));
        }
    }

    /** A part of a request that would change the answer, were it built. */
    static void notBuilt(boolean asked, String what) {
        if (asked) {
            throw StoreException.notBuilt(what);
        }
    }

    /** An unsigned count as an int; one that is larger is as good as all. */
    static int count(long unsigned) {
        return unsigned < 0 || unsigned > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) unsigned;
    }
}
