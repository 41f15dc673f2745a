package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord;
import io.millrace.failure.RejectedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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
                .hasMessage("Unknown request type 'dance'. Known: ask, search");
        assertThat(refusal("{\"question\": \"?\"}")).hasMessage("a request must have a 'type'. Known: ask, search");
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
                .hasMessage("'conversation' isn't supported: ask self-standing questions");
    }

    @Test
    void refusesAFilterThatCannotBeRead() {
        assertThat(refusal("{\"type\": \"ask\", \"question\": \"?\", \"filter\": {\"metadata.year\": {\"above\": 1}}}"))
                .hasMessage("'filter.metadata.year' must be gt, gte, lt, lte or anyOf, got 'above'");
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
        return catchThrowableOfType(RejectedException.class, () -> json.decode(record("r1", value)));
    }
}
