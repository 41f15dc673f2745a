package io.millrace.job.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.json.Json;
import io.millrace.plan.AuditFinding;
import io.millrace.plan.AuditFinding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an audit found.
 *
 * @param documents the documents of the source that were compared
 * @param findings by document
 * @param goneTold whether it could be told which documents the source no longer has
 */
public record AuditReport(long documents, List<AuditFinding> findings, boolean goneTold) {
    private static final Comparator<AuditFinding> ORDER = Comparator.comparing(
                    (AuditFinding finding) -> String.valueOf(finding.documentId()))
            .thenComparing(finding -> String.valueOf(finding.tenant()))
            .thenComparing(AuditFinding::kind);

    public AuditReport {
        findings = findings.stream().sorted(ORDER).toList();
    }

    /** Whether the index is true to the source, as far as that can be told. */
    public boolean isTrue() {
        return findings.stream().noneMatch(finding -> finding.kind().isDifference());
    }

    /** For a person to read: a line for each finding, then the totals. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        findings.forEach(finding -> lines.add(line(finding)));
        lines.add(text("%,d documents compared: %s", documents, isTrue() ? "the index is true" : "the index differs"));
        totals().forEach((kind, total) -> lines.add(text(
                "  %-10s  %,d documents%s",
                kind.wireName(), total.documents, total.chunks == 0 ? "" : text(", %,d chunks", total.chunks))));
        if (!goneTold) {
            lines.add("It can't be told which documents the source no longer has: records of it are missing or can't be"
                    + " read.");
        }
        return lines;
    }

    /** For a program: everything. */
    public ObjectNode json() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("true", isTrue()).put("documents", documents).put("goneTold", goneTold);
        ObjectNode totals = json.putObject("totals");
        totals().forEach((kind, total) -> totals.putObject(kind.wireName())
                .put("documents", total.documents)
                .put("chunks", total.chunks));
        ArrayNode all = json.putArray("findings");
        findings.forEach(finding -> all.add(FindingJson.toJson(finding)));
        return json;
    }

    private Map<Kind, Total> totals() {
        Map<Kind, Total> totals = new EnumMap<>(Kind.class);
        for (AuditFinding finding : findings) {
            Total total = totals.computeIfAbsent(finding.kind(), kind -> new Total());
            total.documents++;
            total.chunks += finding.chunks();
        }
        return totals;
    }

    private static String line(AuditFinding finding) {
        String document = finding.documentId() == null ? "(unknown)" : finding.documentId();
        String owner = finding.tenant() == null ? "" : " of " + finding.tenant();
        String chunks = finding.chunks() == 0 ? "" : text(", %,d chunks", finding.chunks());
        String detail = finding.detail().isEmpty() ? "" : ": " + finding.detail();
        return text("%-10s  %s%s%s%s", finding.kind().wireName(), document, owner, chunks, detail);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static final class Total {
        private long documents;
        private long chunks;
    }
}
