package io.millrace.connector.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;

/** Citations as Cohere gives them: a span of the reply's text, and the ids of what it rests on. */
final class CohereCitation {
    private CohereCitation() {}

    /**
     * Says a text with its citations, each behind its span.
     *
     * @param content the text's place in the reply's content, from 0
     * @param citations of all the reply
     */
    static void say(String text, int content, JsonNode citations, ChatText into) {
        TreeMap<Integer, Set<Integer>> ends = new TreeMap<>();
        for (JsonNode citation : citations) {
            Set<Integer> passages = new LinkedHashSet<>();
            if (citation.path("content_index").asInt(0) == content) {
                sources(citation, passages);
            }
            if (!passages.isEmpty()) {
                ends.computeIfAbsent(end(text, citation), end -> new LinkedHashSet<>())
                        .addAll(passages);
            }
        }
        int from = 0;
        for (var cited : ends.entrySet()) {
            into.say(text.substring(from, cited.getKey()));
            cited.getValue().forEach(into::cite);
            from = cited.getKey();
        }
        into.say(text.substring(from));
    }

    /**
     * Adds the passages, by their numbers from 0, that a citation names. One of what the model thought, and not said, names
     * none.
     */
    static void sources(JsonNode citation, Set<Integer> passages) {
        if (citation.isArray()) {
            citation.forEach(one -> sources(one, passages));
            return;
        }
        String type = citation.path("type").asText("TEXT_CONTENT");
        if (!type.equals("TEXT_CONTENT")) {
            return;
        }
        for (JsonNode source : citation.path("sources")) {
            String id = source.path("id").asText();
            if (id.matches("[1-9]\\d{0,5}")) {
                passages.add(Integer.parseInt(id) - 1);
            }
        }
    }

    /** Where the span ends, in UTF-16 units. The API counts characters, which it doesn't define; the span's text tells. */
    private static int end(String text, JsonNode citation) {
        int start = Math.max(0, citation.path("start").asInt(0));
        int end = Math.max(start, citation.path("end").asInt(0));
        String words = citation.path("text").asText("");
        if (!words.isEmpty() && text.startsWith(words, start) && end - start == words.length()) {
            return end;
        }
        int characters = text.codePointCount(0, text.length());
        return text.offsetByCodePoints(0, Math.min(end, characters));
    }
}
