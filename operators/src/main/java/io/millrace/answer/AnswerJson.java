package io.millrace.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.json.Json;
import io.millrace.failure.Reason;
import io.millrace.usage.Money;
import io.millrace.usage.Price;
import io.millrace.usage.PriceTable;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes answers as the answers topic defines them, and reads them. */
public final class AnswerJson {
    private AnswerJson() {}

    /** As {@link #encode(Answer, PriceTable)}, without costs. */
    public static byte[] encode(Answer answer) {
        return encode(answer, null);
    }

    /**
     * One JSON object, UTF-8.
     *
     * @param prices what models cost, or null to leave that out; what a model without a price took has no cost
     */
    public static byte[] encode(Answer answer, @Nullable PriceTable prices) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        QuestionAnswer reply = QuestionAnswer.of(answer.question(), answer);
        json.put("id", answer.id());
        putReply(json, reply);
        ObjectNode models = json.putObject("models");
        new TreeMap<>(answer.models()).forEach(models::put);
        json.set("usage", usage(answer, prices));
        ObjectNode timings = json.putObject("timings");
        answer.timings().forEach(timings::put);
        if (answer.question() != null) {
            json.put("question", answer.question());
        }
        putHow(json, reply);
        if (!answer.answers().isEmpty()) {
            ArrayNode answers = json.putArray("answers");
            answer.answers().forEach(each -> answers.add(part(each)));
        }
        try {
            return Json.MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer couldn't be written: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * The answer that {@link #encode(Answer)} wrote. Fields that aren't known are passed over, and so are costs: they
     * follow from usage and prices.
     *
     * @throws IllegalArgumentException when it isn't an answer; the message quotes nothing of it
     */
    public static Answer decode(byte[] json) {
        return AnswerReader.read(json);
    }

    private static void putReply(ObjectNode json, QuestionAnswer answer) {
        json.put("status", answer.status().wireName());
        if (answer.answer() != null) {
            json.put("answer", answer.answer());
        }
        if (answer.style() != null) {
            json.put("style", answer.style());
        }
        json.set("citations", citations(answer.citations()));
        json.set("results", citations(answer.results()));
    }

    private static void putHow(ObjectNode json, QuestionAnswer answer) {
        if (!answer.notices().isEmpty()) {
            ArrayNode list = json.putArray("notices");
            answer.notices().forEach(notice -> list.add(reason(notice)));
        }
        if (answer.reused() != null) {
            json.putObject("reused")
                    .put("requestId", answer.reused().requestId())
                    .put("similarity", answer.reused().similarity());
        }
        if (answer.error() != null) {
            json.set("error", reason(answer.error()));
        }
    }

    private static ObjectNode reason(Reason reason) {
        return Json.MAPPER.createObjectNode().put("code", reason.code()).put("message", reason.message());
    }

    private static ObjectNode part(QuestionAnswer answer) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        if (answer.question() != null) {
            json.put("question", answer.question());
        }
        putReply(json, answer);
        putHow(json, answer);
        return json;
    }

    private static ArrayNode citations(List<Citation> citations) {
        ArrayNode list = Json.MAPPER.createArrayNode();
        citations.forEach(citation -> list.add(citation(citation)));
        return list;
    }

    private static ObjectNode citation(Citation citation) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("marker", citation.marker());
        json.put("documentId", citation.documentId());
        json.put("chunkId", citation.chunkId());
        if (citation.uri() != null) {
            json.put("uri", citation.uri());
        }
        if (citation.title() != null) {
            json.put("title", citation.title());
        }
        ArrayNode headings = json.putArray("headings");
        citation.headings().forEach(headings::add);
        json.put("text", citation.text());
        json.put("start", citation.start());
        json.put("end", citation.end());
        if (citation.page() != null) {
            json.put("page", citation.page());
        }
        json.put("score", citation.score());
        json.set("metadata", metadata(citation.metadata()));
        if (citation.context() != null) {
            json.put("context", citation.context());
        }
        return json;
    }

    private static JsonNode metadata(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("metadata isn't JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static ObjectNode usage(Answer answer, @Nullable PriceTable prices) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        new TreeMap<>(answer.usage()).forEach((role, taken) -> {
            ObjectNode usage = json.putObject(role)
                    .put("requests", taken.requests())
                    .put("inputTokens", taken.inputTokens())
                    .put("outputTokens", taken.outputTokens());
            Price price = price(answer.modelOf(role), prices);
            if (prices != null && price != null) {
                Money cost = new Money(price.cost(taken.inputTokens(), taken.outputTokens()), prices.currency());
                usage.putObject("cost").put("amount", cost.amount()).put("currency", cost.currency());
            }
        });
        return json;
    }

    private static @Nullable Price price(@Nullable String model, @Nullable PriceTable prices) {
        return model == null || prices == null ? null : prices.ofNamed(model);
    }
}
