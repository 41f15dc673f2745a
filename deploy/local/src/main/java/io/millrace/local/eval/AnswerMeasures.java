package io.millrace.local.eval;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.local.eval.Dataset.Place;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is right about answers to a dataset's questions.
 *
 * @param questions how many were asked
 * @param statuses how many answers have each status; {@code missing} for those that didn't come
 * @param citations citations of all answers
 * @param valid those of them that name a chunk that was retrieved, and quote what their document has at their offsets
 * @param notRetrieved citations of a chunk that a search with the same question doesn't give
 * @param notQuoted citations whose text isn't what their document has at their offsets
 * @param unresolved markers in texts that a model wrote, of no citation
 * @param evidenceRetrieved questions of which a chunk that was retrieved holds what answers them
 * @param evidenceCited questions of which a citation does
 */
public record AnswerMeasures(
        int questions,
        SortedMap<String, Integer> statuses,
        int citations,
        int valid,
        int notRetrieved,
        int notQuoted,
        int unresolved,
        int evidenceRetrieved,
        int evidenceCited) {
    private static final Pattern MARKER = Pattern.compile("\\[(\\d{1,4}(?:\\s*,\\s*\\d{1,4})*)]");

    /**
     * Checks the answers.
     *
     * @param asked the questions' ids
     * @param answers by question's id, as the answers topic has them
     * @param searches the same of searches with the same questions and options
     * @param texts the documents' texts by id
     */
    public static AnswerMeasures of(
            Dataset dataset,
            Set<String> asked,
            Map<String, JsonNode> answers,
            Map<String, JsonNode> searches,
            Map<String, String> texts) {
        SortedMap<String, Integer> statuses = new TreeMap<>();
        int citations = 0;
        int valid = 0;
        int notRetrieved = 0;
        int notQuoted = 0;
        int unresolved = 0;
        int evidenceRetrieved = 0;
        int evidenceCited = 0;
        for (String id : asked) {
            JsonNode answer = answers.get(id);
            statuses.merge(answer == null ? "missing" : answer.path("status").asText(), 1, Integer::sum);
            Set<String> retrieved = new HashSet<>();
            boolean found = false;
            for (JsonNode result : results(searches.get(id), "results")) {
                retrieved.add(result.path("chunkId").asText());
                found |= dataset.isEvidence(id, place(result));
            }
            boolean cited = false;
            for (JsonNode citation : results(answer, "citations")) {
                boolean named = retrieved.contains(citation.path("chunkId").asText());
                boolean quoted = isQuoted(citation, texts);
                citations++;
                valid += named && quoted ? 1 : 0;
                notRetrieved += named ? 0 : 1;
                notQuoted += quoted ? 0 : 1;
                cited |= dataset.isEvidence(id, place(citation));
            }
            unresolved += unresolvedMarkers(answer);
            evidenceRetrieved += found ? 1 : 0;
            evidenceCited += cited ? 1 : 0;
        }
        return new AnswerMeasures(
                asked.size(),
                statuses,
                citations,
                valid,
                notRetrieved,
                notQuoted,
                unresolved,
                evidenceRetrieved,
                evidenceCited);
    }

    /** Share of the questions that have an answer. */
    public double answered() {
        return share(statuses.getOrDefault("answered", 0), questions);
    }

    /** Share of the citations, and of the markers that name none, that are valid; 1 where there is neither. */
    public double validCitations() {
        return citations + unresolved == 0 ? 1 : share(valid, citations + unresolved);
    }

    /** Share of the questions whose answer rests on what answers them. */
    public double evidenceHits() {
        return share(evidenceCited, questions);
    }

    private static Iterable<JsonNode> results(@Nullable JsonNode answer, String field) {
        return answer == null ? Set.of() : answer.path(field);
    }

    private static Place place(JsonNode citation) {
        return new Place(
                citation.path("documentId").asText(),
                citation.path("start").asInt(),
                citation.path("end").asInt());
    }

    private static boolean isQuoted(JsonNode citation, Map<String, String> texts) {
        Place place = place(citation);
        String text = texts.get(place.documentId());
        return text != null
                && place.start() >= 0
                && place.start() < place.end()
                && place.end() <= text.length()
                && text.substring(place.start(), place.end())
                        .equals(citation.path("text").asText());
    }

    /** Not of a quoted answer: its markers may be the documents' own. */
    private static int unresolvedMarkers(@Nullable JsonNode answer) {
        if (answer == null || !answer.path("style").asText().equals("generated")) {
            return 0;
        }
        Set<String> known = new HashSet<>();
        answer.path("citations")
                .forEach(citation -> known.add(citation.path("marker").asText()));
        int unresolved = 0;
        Matcher markers = MARKER.matcher(answer.path("answer").asText());
        while (markers.find()) {
            for (String number : markers.group(1).split("\\s*,\\s*", -1)) {
                unresolved += known.contains(number) ? 0 : 1;
            }
        }
        return unresolved;
    }

    private static double share(int part, int all) {
        return all == 0 ? 0 : (double) part / all;
    }
}
