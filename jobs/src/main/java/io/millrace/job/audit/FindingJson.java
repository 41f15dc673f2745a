package io.millrace.job.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.json.Json;
import io.millrace.plan.AuditFinding;
import io.millrace.plan.AuditFinding.Kind;
import java.util.Locale;

/** Findings as lines of JSON. */
public final class FindingJson {
    private FindingJson() {}

    public static ObjectNode toJson(AuditFinding finding) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("finding", finding.kind().wireName());
        if (finding.documentId() != null) {
            json.put("documentId", finding.documentId());
        }
        if (finding.tenant() != null) {
            json.put("tenant", finding.tenant());
        }
        if (finding.chunks() > 0) {
            json.put("chunks", finding.chunks());
        }
        if (!finding.detail().isEmpty()) {
            json.put("detail", finding.detail());
        }
        return json;
    }

    /** One line, without its end. */
    public static byte[] encode(AuditFinding finding) {
        return toJson(finding).toString().getBytes(UTF_8);
    }

    /** Reads what {@link #encode} wrote. */
    static AuditFinding decode(byte[] line) {
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(new String(line, UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a finding couldn't be read back: " + e.getOriginalMessage(), e);
        }
        return new AuditFinding(
                Kind.valueOf(json.path("finding").asText().toUpperCase(Locale.ROOT)),
                json.path("documentId").textValue(),
                json.path("tenant").textValue(),
                json.path("chunks").asInt(),
                json.path("detail").asText());
    }
}
