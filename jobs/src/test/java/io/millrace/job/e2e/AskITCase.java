package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.job.e2e.Flow.Answered;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EndToEnd.class)
class AskITCase {
    private static final String TEXT = """
            # The mill

            The mill was built in 1850. Its wheel turns by the water of the river.

            ## The miller

            The miller's name was Ada 🌾 Stone. She kept forty geese near the weir.
            """;

    private static Flow extractive;
    private static String chunk = "";

    @BeforeAll
    static void start(Flow own) {
        extractive = own;
        extractive.ingest();
        extractive.query();
        extractive
                .documents()
                .send(
                        "mill",
                        Flow.object()
                                .put("contentType", "text/markdown")
                                .put("uri", "file:/mill.md")
                                .put("title", "The mill")
                                .put("text", TEXT)
                                .toString());
        chunk = extractive
                .index()
                .await(points -> points.size() == 1)
                .keySet()
                .iterator()
                .next();
    }

    @Test
    void quotesTheSentenceThatAnswersWithExactOffsets() {
        Answered answered = extractive.request("\"type\": \"ask\", \"question\": \"How many geese near the weir?\"");

        String sentence = "She kept forty geese near the weir.";
        int start = TEXT.indexOf(sentence);
        assertThat(answered.steady()).isEqualTo(Flow.json("""
                {"id": "%s", "status": "answered", "answer": "“%s” [1]", "style": "extractive", "results": [],
                 "citations": [{"marker": 1, "documentId": "mill", "chunkId": "%s", "uri": "file:/mill.md",
                   "title": "The mill", "headings": ["The mill"], "text": "%s", "start": %d, "end": %d,
                   "metadata": {}}],
                 "models": {"embedding": "openai/text-embedding-3-small"},
                 "usage": {"embedding": {"requests": 1, "inputTokens": 8, "outputTokens": 0,
                     "cost": {"amount": 1.6E-7, "currency": "USD"}},
                   "sentences": {"requests": 1, "inputTokens": 40, "outputTokens": 0,
                     "cost": {"amount": 8.0E-7, "currency": "USD"}}}}""".formatted(
                        answered.id(), sentence, chunk, sentence, start, start + sentence.length())));
        assertThat(TEXT.substring(start, start + sentence.length())).isEqualTo(sentence);
    }

    @Test
    void saysThatNothingWasFound() {
        Answered answered =
                extractive.request("\"type\": \"ask\", \"question\": \"Who kept the geese?\", \"tenant\": \"nobody\"");

        assertThat(answered.steady()).isEqualTo(Flow.json("""
                {"id": "%s", "status": "insufficient-context", "style": "extractive", "citations": [], "results": [],
                 "models": {"embedding": "openai/text-embedding-3-small"},
                 "usage": {"embedding": {"requests": 1, "inputTokens": 6, "outputTokens": 0,
                   "cost": {"amount": 1.2E-7, "currency": "USD"}}},
                 "error": {"code": "insufficient-context",
                   "message": "no document was found that fits the question, its filter and its minScore"}}""".formatted(answered.id())));
    }

    @Test
    void writesTheAnswerWithAChatModelAndKeepsOnlyCitationsOfItsEvidence(Flow flow) {
        chatOver(flow);
        flow.stub().replyNext("Forty geese [1], and no swans [7].");

        Answered answered = flow.request("\"type\": \"ask\", \"question\": \"How many geese?\"");

        JsonNode usage = answered.json().path("usage");
        assertThat(answered.steady()).isEqualTo(Flow.json("""
                {"id": "%s", "status": "answered", "answer": "Forty geese [1], and no swans.", "style": "generated",
                 "results": [],
                 "citations": [{"marker": 1, "documentId": "mill", "chunkId": "%s", "uri": "file:/mill.md",
                   "title": "The mill", "headings": ["The mill"], "text": %s, "start": 0, "end": %d, "metadata": {}}],
                 "models": {"chat": "openai/gpt-4o-mini", "embedding": "openai/text-embedding-3-small"},
                 "notices": [{"code": "citations-removed",
                   "message": "citations that name nothing that was found were taken out: 1"}],
                 "usage": %s}""".formatted(
                        answered.id(),
                        chunk,
                        Flow.object().textNode(TEXT.strip()),
                        TEXT.strip().length(),
                        usage)));
        assertThat(usage.path("chat").path("requests").asInt()).isEqualTo(1);
        assertThat(usage.path("chat").path("inputTokens").asInt()).isGreaterThan(50);
    }

    @Test
    void passesOnNoReplyThatCitesNothing(Flow flow) {
        chatOver(flow);
        flow.stub().replyNext("Forty, I should think.");

        Answered answered = flow.request("\"type\": \"ask\", \"question\": \"How many geese?\"");

        assertThat(answered.json().path("status").asText()).isEqualTo("insufficient-context");
        assertThat(answered.json().path("error")).isEqualTo(Flow.json("""
                {"code": "insufficient-context",
                 "message": "the chat model's reply cited none of the evidence, so it isn't passed on"}"""));
        assertThat(answered.json().has("answer")).isFalse();
    }

    /** A query job of its own topics over the shared collection. */
    private static void chatOver(Flow flow) {
        flow.set("qdrant.collection", extractive.name())
                .set("kafka.group-id", flow.name())
                .set("chat.provider", "openai")
                .set("chat.model", "gpt-4o-mini")
                .set("chat.base-url", flow.stub().baseUrl().toString());
        flow.query();
    }
}
