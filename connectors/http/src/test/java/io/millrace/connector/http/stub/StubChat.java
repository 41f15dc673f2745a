package io.millrace.connector.http.stub;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.rerank.WordOverlap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server of chat models. It answers with the first line of the evidence that has most of the question's words, and cites
 * it: by itself where its API has a place for evidence, else by the number that the prompt gives it. Without evidence it
 * says what was asked.
 */
public abstract class StubChat extends StubProvider {
    /** Evidence as this project's prompts quote it. */
    private static final Pattern EVIDENCE =
            Pattern.compile("<evidence number=\"(\\d+)\"[^>]*>\\n(.*?)\\n</evidence>", Pattern.DOTALL);

    private static final Pattern QUESTION = Pattern.compile("Question: (.*)\\z", Pattern.DOTALL);

    private final Queue<String> nextWords = new ConcurrentLinkedQueue<>();

    /** The next answer has these words, whatever is asked. */
    public final void sayNext(String words) {
        nextWords.add(words);
    }

    /**
     * What is answered.
     *
     * @param passage the number of the passage that it cites by itself, from 0; -1 for none
     * @param isCut whether there would be more
     */
    protected record Said(String text, int passage, boolean isCut) {
        /** Word by word, each with the blanks before it. */
        List<String> words() {
            return Arrays.asList(text.split("(?=\\s)", 0));
        }
    }

    /**
     * The answer.
     *
     * @param asked the text of the last message
     * @param passages what it comes with
     * @param mostTokens words that it may have
     */
    protected final Said said(String asked, List<String> passages, int mostTokens) {
        String given = nextWords.poll();
        int passage = best(asked, passages);
        String whole = given != null ? given : passage >= 0 ? firstLine(passages.get(passage)) : byNumber(asked);
        List<String> words = Arrays.asList(whole.split("(?=\\s)", 0));
        boolean cut = words.size() > mostTokens;
        return new Said(cut ? String.join("", words.subList(0, mostTokens)) : whole, passage, cut);
    }

    private static String byNumber(String asked) {
        List<String> texts = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        Matcher evidence = EVIDENCE.matcher(asked);
        while (evidence.find()) {
            numbers.add(evidence.group(1));
            texts.add(evidence.group(2));
        }
        Matcher question = QUESTION.matcher(asked);
        int best = question.find() ? best(question.group(1), texts) : -1;
        return best < 0
                ? "You asked: " + firstLine(asked)
                : firstLine(texts.get(best)) + " [" + numbers.get(best) + "]";
    }

    /** The place of the text with most of the question's words; -1 when there is no text. */
    private static int best(String question, List<String> texts) {
        int best = -1;
        double most = -1;
        for (int at = 0; at < texts.size(); at++) {
            double score = WordOverlap.score(question, texts.get(at));
            if (score > most) {
                best = at;
                most = score;
            }
        }
        return best;
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("");
    }

    /** Words of a text: a token each, about. */
    protected static int tokens(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+").length;
    }

    /** Words of all texts in the request. */
    protected static int tokens(JsonNode node) {
        int tokens = node.isTextual() ? tokens(node.textValue()) : 0;
        for (Iterator<JsonNode> parts = node.elements(); parts.hasNext(); ) {
            tokens += tokens(parts.next());
        }
        return tokens;
    }

    /** The first field of any of these objects that isn't known, or null. */
    protected static @Nullable String unknownIn(JsonNode objects, Set<String> known) {
        for (JsonNode object : objects) {
            String unknown = unknownField(object, known);
            if (unknown != null) {
                return unknown;
            }
        }
        return null;
    }

    /** Server-sent events, each of which is its data. */
    protected static StubReply events(List<String> data) {
        StringBuilder body = new StringBuilder();
        data.forEach(event -> body.append("data: ").append(event).append("\n\n"));
        return new StubReply(200, Map.of("Content-Type", "text/event-stream"), body.toString());
    }
}
