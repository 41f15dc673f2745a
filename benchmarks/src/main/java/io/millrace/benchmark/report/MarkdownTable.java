package io.millrace.benchmark.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table in Markdown, its columns wide enough to be read as it is. */
public final class MarkdownTable {
    private final int textColumns;
    private final List<List<String>> rows = new ArrayList<>();

    /**
     * A table with a head.
     *
     * @param textColumns how many of the first columns hold words; the others hold numbers, to the right
     */
    public MarkdownTable(int textColumns, String... head) {
        this.textColumns = textColumns;
        rows.add(List.of(head));
    }

    /** One cell for each column of the head. */
    public void row(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    "a row must have %d cells, got %d".formatted(rows.get(0).size(), cells.length));
        }
        rows.add(List.of(cells));
    }

    @Override
    public String toString() {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < rows.get(0).size(); column++) {
            int at = column;
            widths.add(Math.max(
                    3, rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0)));
        }
        StringBuilder table = new StringBuilder();
        for (int row = 0; row < rows.size(); row++) {
            line(table, rows.get(row), widths, ' ');
            if (row == 0) {
                line(table, Collections.nCopies(widths.size(), ""), widths, '-');
            }
        }
        return table.toString();
    }

    private void line(StringBuilder table, List<String> cells, List<Integer> widths, char fill) {
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String padding = String.valueOf(fill).repeat(widths.get(column) - cell.length());
            boolean number = column >= textColumns;
            table.append("| ").append(number ? padding + cell : cell + padding);
            // The colon of a column of numbers, which Markdown sets to the right.
            table.append(fill == '-' && number ? ":" : " ");
        }
        table.append("|\n");
    }
}
