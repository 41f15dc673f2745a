package io.millrace.local.eval;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.json.Json;
import io.millrace.local.eval.Dataset.Measure;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was measured.
 *
 * @param modes the measures of each way to search
 * @param answers what was found of answers, or null when none were asked for
 * @param style who answered, such as {@code extractive}
 * @param ingestSeconds what indexing took
 * @param querySeconds what all searches took
 */
public record EvalReport(
        Map<String, List<Measure>> modes,
        @Nullable AnswerMeasures answers,
        String style,
        long documents,
        int questions,
        double ingestSeconds,
        double querySeconds) {

    /** On a line, for programs. */
    public String json() {
        ObjectNode report = Json.MAPPER.createObjectNode();
        ObjectNode byMode = report.putObject("modes");
        modes.forEach((mode, measures) -> {
            ObjectNode row = byMode.putObject(mode);
            measures.forEach(measure -> row.put(measure.name().toLowerCase(Locale.ROOT), measure.value()));
        });
        if (answers != null) {
            putAnswers(report.putObject("answers"), answers);
        }
        return report.put("documents", documents)
                .put("questions", questions)
                .put("ingestSeconds", ingestSeconds)
                .put("querySeconds", querySeconds)
                .toString();
    }

    private void putAnswers(ObjectNode json, AnswerMeasures of) {
        json.put("style", style)
                .put("answered", of.answered())
                .put("validCitations", of.validCitations())
                .put("evidenceHits", of.evidenceHits());
        ObjectNode statuses = json.putObject("statuses");
        of.statuses().forEach(statuses::put);
        json.put("citations", of.citations())
                .put("notRetrieved", of.notRetrieved())
                .put("notQuoted", of.notQuoted())
                .put("unresolvedMarkers", of.unresolved())
                .put("evidenceRetrieved", of.evidenceRetrieved())
                .put("evidenceCited", of.evidenceCited());
    }

    /** As tables, for people. */
    public String text() {
        StringBuilder text = new StringBuilder();
        modes.values().stream().findFirst().ifPresent(measures -> {
            text.append("%-16s".formatted(""));
            measures.forEach(measure -> text.append("  %10s".formatted(measure.name())));
            text.append('\n');
        });
        modes.forEach((mode, measures) -> {
            text.append("%-16s".formatted(mode));
            measures.forEach(measure ->
                    text.append(String.format(Locale.ROOT, "  %10." + measure.digits() + "f", measure.value())));
            text.append('\n');
        });
        if (answers != null) {
            appendAnswers(text, answers);
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%,d documents in %.1f s, %,d questions in each way in %.1f s%n",
                        documents,
                        ingestSeconds,
                        questions,
                        querySeconds))
                .toString();
    }

    private void appendAnswers(StringBuilder text, AnswerMeasures of) {
        text.append("\nAnswers (").append(style).append(")\n");
        row(text, "answered", of.answered(), "of %,d questions: %s", of.questions(), counts(of));
        row(
                text,
                "valid citations",
                of.validCitations(),
                "of %,d: %,d of nothing retrieved, %,d not as quoted, %,d markers of none",
                of.citations(),
                of.notRetrieved(),
                of.notQuoted(),
                of.unresolved());
        row(
                text,
                "evidence hits",
                of.evidenceHits(),
                "cited for %,d questions, retrieved for %,d",
                of.evidenceCited(),
                of.evidenceRetrieved());
        text.append('\n');
    }

    private static String counts(AnswerMeasures of) {
        return of.statuses().entrySet().stream()
                .map(status -> String.format(Locale.ROOT, "%,d %s", status.getValue(), status.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static void row(StringBuilder text, String name, double share, String remark, Object... values) {
        text.append(String.format(Locale.ROOT, "%-16s  %10.4f  ", name, share))
                .append(String.format(Locale.ROOT, remark, values))
                .append('\n');
    }
}
