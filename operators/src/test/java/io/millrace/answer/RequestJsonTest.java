package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.answer.Request.Asked;
import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord;
import io.millrace.failure.Reason;
import io.millrace.failure.RejectedException;
import io.millrace.retrieve.Examples;
import io.millrace.retrieve.Examples.Example;
import io.millrace.retrieve.Examples.Kind;
import io.millrace.retrieve.RecommendStrategy;
import io.millrace.retrieve.SearchMode;
import io.millrace.retrieve.SearchOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestJsonTest {
    private static final Origin ORIGIN = Origin.ofTopic("requests", 2, 17, 0);

    private final RequestJson json = new RequestJson(new RequestLimits(5, 100, 0.2, 20, false));

    @Test
    void readsEveryField() {
        Request request = json.decode(record("r1", """
                {"id": "r1", "type": "search", "question": "why?", "tenant": "acme",
                 "filter": {"kind": "memory"}, "topK": 7, "minScore": 0.5}"""));

        assertThat(request)
                .isEqualTo(new Request(
                        "r1", Request.Type.SEARCH, "why?", "acme", "{\"kind\":\"memory\"}", 7, 0.5, ORIGIN));
    }

    @Test
    void fillsInWhatARequestLeavesOut() {
        Request request = json.decode(record("r1", "{\"type\": \"ask\", \"query\": \"why?\"}"));

        assertThat(request).isEqualTo(new Request("r1", Request.Type.ASK, "why?", null, "{}", 5, 0.2, ORIGIN));
    }

    @Test
    void refusesAnUnknownType() {
        assertThat(refusal("{\"type\": \"dance\", \"question\": \"?\"}"))
                .hasMessage("Unknown request type 'dance'. Known: ask, search, recommend");
        assertThat(refusal("{\"question\": \"?\"}"))
                .hasMessage("a request must have a 'type'. Known: ask, search, recommend");
    }

    @Test
    void refusesATopKOutOfItsRange() {
        assertThat(refusal("{\"type\": \"ask\", \"question\": \"?\", \"topK\": -1}"))
                .hasMessage("'topK' must be from 1 to 100 (query.max-top-k), got -1");
        assertThat(refusal("{\"type\": \"ask\", \"question\": \"?\", \"topK\": 101}"))
                .hasMessage("'topK' must be from 1 to 100 (query.max-top-k), got 101");
        assertThat(refusal("{\"type\": \"ask\", \"question\": \"?\", \"topK\": \"5\"}"))
                .hasMessage("'topK' must be a 64-bit integer, got string");
    }

    @Test
    void refusesABlankOrTooLongQuestion() {
        assertThat(refusal("{\"type\": \"ask\", \"question\": \"  \"}"))
                .hasMessage("a request must have a non-blank 'question' (or 'query')");
        assertThat(refusal("{\"type\": \"ask\", \"question\": \"" + "x".repeat(21) + "\"}"))
                .hasMessage("'question' must have at most 20 characters (query.max-question-length), got 21");
    }

    @Test
    void refusesAConversationRatherThanForgettingIt() {
        assertThat(refusal("{\"type\": \"ask\", \"question\": \"?\", \"conversation\": \"c\"}"))
                .hasMessage("'conversation' can't be given here: no answers are kept (answers.keep is 0s)");
    }

    @Test
    void readsHowChunksAreToBeFound() {
        Request request = json.decode(record("r1", """
                {"type": "search", "question": "why?", "mode": "hybrid", "diversity": 0.3, "onePerDocument": true,
                 "neighbours": 2}"""));

        assertThat(request.options()).isEqualTo(new SearchOptions(SearchMode.HYBRID, 0.3, true, 2));
    }

    @Test
    void refusesOptionsThatCannotBe() {
        assertThat(refusal("{\"type\": \"ask\", \"question\": \"?\", \"mode\": \"fuzzy\"}"))
                .hasMessage("Unknown search mode 'fuzzy'. Known: auto, dense, sparse, hybrid");
        assertThat(refusal("{\"type\": \"ask\", \"question\": \"?\", \"diversity\": 1.5}"))
                .hasMessage("'diversity' must be from 0 to 1, got 1.5");
        assertThat(refusal("{\"type\": \"ask\", \"question\": \"?\", \"neighbours\": 11}"))
                .hasMessage("'neighbours' must be from 0 to 10, got 11");
        assertThat(refusal("{\"type\": \"ask\", \"question\": \"?\", \"onePerDocument\": 1}"))
                .hasMessageStartingWith("'onePerDocument' must be a boolean");
    }

    @Test
    void readsExamplesToRecommendBy() {
        Request request = json.decode(record("r1", """
                {"type": "recommend", "positive": [{"documentId": 7}, {"text": "a mill"}],
                 "negative": [{"chunkId": "x"}], "strategy": "best_score", "topK": 3}"""));

        assertThat(request.examples())
                .isEqualTo(new Examples(
                        List.of(new Example(Kind.DOCUMENT, "7"), new Example(Kind.TEXT, "a mill")),
                        List.of(new Example(Kind.CHUNK, "x")),
                        RecommendStrategy.BEST_SCORE));
        assertThat(request).returns("", Request::question).returns(3, Request::topK);
    }

    @Test
    void takesTheConfiguredLeastScoreForSimilaritiesAlone() {
        String average = "{\"type\": \"recommend\", \"positive\": [{\"text\": \"a\"}]}";
        String sum = "{\"type\": \"recommend\", \"positive\": [{\"text\": \"a\"}], \"strategy\": \"sum_scores\"}";

        assertThat(json.decode(record("r1", average)).minScore()).isEqualTo(0.2);
        assertThat(json.decode(record("r1", sum)).minScore()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | a recommend request must have a 'positive' example for the strategy average_vector",
                ", \"negative\": [{\"text\": \"a\"}] | a recommend request must have a 'positive' example for the strategy"
                        + " average_vector",
                ", \"strategy\": \"sum_scores\" | a recommend request must have a 'positive' or 'negative' example for the"
                        + " strategy sum_scores",
                ", \"positive\": {\"text\": \"a\"} | 'positive' must be a list of examples, got object",
                ", \"positive\": [\"a\"] | 'positive[0]' must be an object with one of documentId, chunkId, text, got"
                        + " string",
                ", \"positive\": [{\"id\": \"a\"}] | 'positive[0]' must be an object with one of documentId, chunkId, text,"
                        + " got none of them",
                ", \"positive\": [{\"text\": \"a\", \"chunkId\": \"b\"}] | 'positive[0]' must be an object with one of"
                        + " documentId, chunkId, text, got 2 of them",
                ", \"negative\": [{\"text\": \"a\"}, {\"chunkId\": 1}] | 'negative[1].chunkId' must be a string, got number",
                ", \"positive\": [{\"documentId\": \" \"}] | 'positive[0].documentId' must not be blank",
                ", \"positive\": [{\"text\": \"more than twenty letters\"}] | 'positive[0].text' must have at most 20"
                        + " characters (query.max-question-length), got 24",
                ", \"positive\": [{\"text\": \"a\"}], \"strategy\": \"best\" | Unknown recommend strategy 'best'. Known:"
                        + " average_vector, best_score, sum_scores",
                ", \"positive\": [{\"text\": \"a\"}], \"mode\": \"hybrid\" | 'mode' must be auto or dense for recommend,"
                        + " which compares vectors, got 'hybrid'",
                ", \"positive\": [{\"text\": \"a\"}], \"question\": \"?\" | 'question' can't be given for recommend: it goes by"
                        + " examples ('positive', 'negative'), which may be texts",
                ", \"positive\": [{\"text\": \"a\"}], \"diversity\": 0.5 | 'diversity' can't be given for recommend: it goes"
                        + " by examples ('positive', 'negative'), which may be texts",
            })
    void refusesExamplesThatNothingCanBeRecommendedBy(String fields, String message) {
        assertThat(refusal("{\"type\": \"recommend\"" + fields + "}")).hasMessage(message);
    }

    @Test
    void refusesMoreExamplesThanAreAllowed() {
        String examples = "{\"text\": \"a\"},".repeat(100) + "{\"text\": \"a\"}";

        assertThat(refusal("{\"type\": \"recommend\", \"positive\": [" + examples + "]}"))
                .hasMessage("'positive' and 'negative' must have at most 100 examples, got 101");
    }

    @Test
    void readsABatchInWhichABadQuestionFailsItselfAlone() {
        Request request = json.decode(
                record("r1", "{\"type\": \"ask\", \"questions\": [\"why?\", 3, \" \", \"" + "x".repeat(21) + "\"]}"));

        assertThat(request.questions())
                .containsExactly(
                        new Asked("why?", null),
                        Asked.refused(new Reason("wrong-type", "'questions[1]' must be a string, got number")),
                        Asked.refused(new Reason("missing-question", "'questions[2]' must be a non-blank text")),
                        Asked.refused(new Reason(
                                "question-too-long",
                                "'questions[3]' must have at most 20 characters (query.max-question-length), got 21")));
        assertThat(request.part(0))
                .isEqualTo(new Request("r1#0", Request.Type.ASK, "why?", null, "{}", 5, 0.2, ORIGIN));
    }

    @Test
    void refusesABatchThatCannotBe() {
        assertThat(refusal("{\"type\": \"ask\", \"questions\": []}"))
                .hasMessage("'questions' must be a list of 1 to 50 texts, got 0 of them");
        assertThat(refusal("{\"type\": \"ask\", \"questions\": \"why?\"}"))
                .hasMessage("'questions' must be a list of 1 to 50 texts, got string");
        assertThat(refusal("{\"type\": \"ask\", \"questions\": [" + "1,".repeat(50) + "1]}"))
                .hasMessage("'questions' must be a list of 1 to 50 texts, got 51 of them");
        assertThat(refusal("{\"type\": \"ask\", \"questions\": [\"why?\"], \"question\": \"?\"}"))
                .hasMessage("'question' can't be given beside 'questions', each of which stands by itself");
        assertThat(refusal("{\"type\": \"ask\", \"questions\": [\"why?\"], \"conversation\": \"c\"}"))
                .hasMessage("'conversation' can't be given beside 'questions', each of which stands by itself");
        assertThat(refusal("{\"type\": \"ask\", \"questions\": [\"why?\"], \"deltas\": true}"))
                .hasMessage("'deltas' must be false beside 'questions': a delta is of one answer");
    }

    @Test
    void refusesAConversationWithLineBreaks() {
        RequestJson remembering =
                new RequestJson(new RequestLimits(5, 100, null, 200, false, true, 0, AccessRules.OPEN));

        assertThat(refusal(remembering, "{\"type\": \"ask\", \"question\": \"?\", \"conversation\": \"c\\n[1:a]\"}"))
                .hasMessage("'conversation' must have from 1 to 200 characters, not blank and no line breaks or other"
                        + " controls, got 7 with controls");
    }

    @Test
    void putsAReplacementForHalfACharacter() {
        RequestJson grouped = new RequestJson(
                new RequestLimits(5, 100, null, 200, false, true, 0, new AccessRules(false, "metadata.groups")));

        assertThat(grouped.decode(record("r", """
                {"groups": ["a\\ud800"], "type": "ask", "question": "?"}""")).groups()).containsExactly("a\uFFFD");
    }

    @Test
    void refusesARequestThatSaysNotWhoseItIsWhereItMust() {
        RequestJson strict = new RequestJson(
                new RequestLimits(5, 100, null, 200, false, true, 0, new AccessRules(true, "metadata.groups")));

        for (String tenant : List.of("", "\"tenant\": null,")) {
            assertThat(refusal(strict, "{" + tenant + "\"type\": \"ask\", \"question\": \"?\", \"groups\": [\"a\"]}"))
                    .hasMessage("a request must have a 'tenant' here (tenancy.required is true), got none");
        }
        assertThat(refusal(strict, "{\"tenant\": \" \", \"type\": \"ask\", \"question\": \"?\", \"groups\": [\"a\"]}"))
                .hasMessage("a request must have a 'tenant' here (tenancy.required is true), got a blank one");
        for (String groups : List.of("", ", \"groups\": []", ", \"groups\": null", ", \"groups\": \"a\"")) {
            assertThat(refusal(strict, "{\"tenant\": \"t\", \"type\": \"ask\", \"question\": \"?\"" + groups + "}"))
                    .hasMessageStartingWith(
                            "'groups' must be a list of 1 to 1000 texts here (tenancy.groups-field is metadata.groups)");
        }
        assertThat(strict.decode(record("r", """
                {"tenant": "t", "groups": ["a", "b"], "type": "ask", "question": "?", "conversation": "c"}""")))
                .returns(List.of("a", "b"), Request::groups)
                .returns("c", Request::conversation);
    }

    @Test
    void refusesGroupsThatNobodyWouldLookAt() {
        assertThat(refusal("{\"type\": \"ask\", \"question\": \"?\", \"groups\": [\"a\"]}"))
                .hasMessage(
                        "'groups' can't be given here: no field says who may see a document (tenancy.groups-field)");
    }

    @Test
    void refusesAFilterThatCannotBeRead() {
        assertThat(refusal("{\"type\": \"ask\", \"question\": \"?\", \"filter\": {\"metadata.year\": {\"above\": 1}}}"))
                .hasMessage("'filter.metadata.year' must be gt, gte, lt, lte, anyOf or text, got 'above'");
    }

    @Test
    void readsThatDeltasAreWantedWhereThereIsATopicForThem() {
        RequestJson open = new RequestJson(new RequestLimits(5, 100, null, 20, true));

        assertThat(open.decode(record("r1", "{\"type\": \"ask\", \"question\": \"?\", \"deltas\": true}"))
                        .deltas())
                .isTrue();
        assertThat(json.decode(record("r1", "{\"type\": \"ask\", \"question\": \"?\", \"deltas\": false}"))
                        .deltas())
                .isFalse();
    }

    @Test
    void refusesToTellDeltasToNobody() {
        assertThat(refusal("{\"type\": \"ask\", \"question\": \"?\", \"deltas\": true}"))
                .hasMessage("'deltas' must be false here: no topic is configured for them (kafka.answer-deltas-topic)");
        assertThat(refusal("{\"type\": \"ask\", \"question\": \"?\", \"deltas\": \"yes\"}"))
                .hasMessage("'deltas' must be a boolean, got string");
    }

    @Test
    void namesTheAnswerOfAnUnreadableRequestByItsKeyOrItsPlace() {
        assertThat(RequestJson.idOf(record("r1", "{broken"))).isEqualTo("r1");
        assertThat(RequestJson.idOf(record(null, "{broken"))).isEqualTo("requests-2@17");
        assertThat(RequestJson.idOf(record(null, "{\"id\": \"own\"}"))).isEqualTo("own");
        assertThat(RequestJson.idOf(record(null, "{\"type\": \"ask\"}"))).isEqualTo("requests-2@17");
    }

    private static SourceRecord record(@Nullable String key, String value) {
        return new SourceRecord(ORIGIN, SourceRecord.Format.JSON, key, null, Bytes.utf8(value), null);
    }

    private RejectedException refusal(String value) {
        return refusal(json, value);
    }

    private static RejectedException refusal(RequestJson reader, String value) {
        return catchThrowableOfType(RejectedException.class, () -> reader.decode(record("r1", value)));
    }
}
