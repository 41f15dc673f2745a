package io.millrace.job.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Values for the documents and the requests topic. */
final class Messages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> WORDS = List.of(
            "barley", "bearing", "brook", "channel", "dam", "flour", "gate", "gear", "grain", "harvest", "leat",
            "miller", "pond", "river", "sack", "sluice", "stone", "timber", "wheel", "winter");

    private Messages() {}

    static String document(String id, String text) {
        return object().put("id", id).put("text", text).toString();
    }

    static String question(String id, String question) {
        return object().put("id", id)
                .put("type", "ask")
                .put("question", question)
                .toString();
    }

    /** Sentences of ten words, always the same ones for a seed. */
    static String prose(long seed, int sentences) {
        var random = new Random(seed);
        return IntStream.range(0, sentences)
                .mapToObj(number -> sentence(random))
                .collect(Collectors.joining(" "));
    }

    private static String sentence(Random random) {
        return "The "
                + IntStream.range(0, 9)
                        .mapToObj(number -> WORDS.get(random.nextInt(WORDS.size())))
                        .collect(Collectors.joining(" "))
                + ".";
    }

    private static ObjectNode object() {
        return JSON.createObjectNode();
    }
}
