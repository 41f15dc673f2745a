package io.millrace.connector.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** Replies as OpenAI, Jina and Voyage make them. */
final class IndexedReply {
    private static final Pattern COMMA = Pattern.compile(",");

    private IndexedReply() {}

    /** With these vectors, which are JSON. */
    static String of(List<String> vectors) {
        List<String> items = new ArrayList<>();
        for (String vector : vectors) {
            items.add("{\"object\":\"embedding\",\"index\":%d,\"embedding\":%s}".formatted(items.size(), vector));
        }
        return "{\"object\":\"list\",\"data\":%s,\"usage\":{\"total_tokens\":5}}".formatted(items);
    }

    /** With these indices, whose vectors are one at the first place, then one at the second, and so on. */
    static String at(String indices, int dimension) {
        List<String> items = new ArrayList<>();
        for (String index : COMMA.split(indices, -1)) {
            List<Integer> vector = new ArrayList<>(Collections.nCopies(dimension, 0));
            vector.set(items.size(), 1);
            items.add("{\"index\":%s,\"embedding\":%s}".formatted(index, vector));
        }
        return "{\"data\":%s}".formatted(items);
    }
}
