package io.millrace.connector.files;

import java.util.ArrayList;
import java.util.List;

/**
 * A table on its way to GitHub's pipe notation. A table of one column, or whose cells hold blocks of their own, is a
 * layout and not data: its cells become blocks in reading order. That is decided on the first rows, so that a long
 * table is written as it comes.
 */
final class MarkdownTable {
    private static final int DECIDING_ROWS = 64;

    private final MarkdownBlocks target;
    private final List<List<String>> held = new ArrayList<>();
    private List<String> row = new ArrayList<>();
    private boolean layout;
    private boolean streaming;

    MarkdownTable(MarkdownBlocks target) {
        this.target = target;
    }

    /** A cell's Markdown. */
    void cell(String markdown) {
        row.add(markdown);
        layout |= !streaming && holdsBlocks(markdown);
    }

    void endRow() {
        List<String> ended = row;
        row = new ArrayList<>();
        if (ended.stream().allMatch(String::isBlank)) {
            return;
        }
        if (streaming) {
            target.continuation(line(ended, 0));
            return;
        }
        held.add(ended);
        if (held.size() == DECIDING_ROWS && isData()) {
            writeData();
            streaming = true;
        }
    }

    void end() {
        endRow();
        if (streaming || held.isEmpty()) {
            return;
        }
        if (isData()) {
            writeData();
        } else {
            held.forEach(cells -> cells.stream().filter(cell -> !cell.isBlank()).forEach(target::block));
        }
        held.clear();
    }

    private boolean isData() {
        return !layout && columns() > 1;
    }

    private int columns() {
        return held.stream().mapToInt(List::size).max().orElse(0);
    }

    private void writeData() {
        int columns = columns();
        target.block(line(held.get(0), columns));
        target.continuation("|" + " --- |".repeat(columns));
        for (List<String> cells : held.subList(1, held.size())) {
            target.continuation(line(cells, columns));
        }
        held.clear();
    }

    private static String line(List<String> cells, int columns) {
        StringBuilder line = new StringBuilder("|");
        for (String cell : cells) {
            String content = cell.replace("|", "\\|").replace('\n', ' ').strip();
            line.append(content.isEmpty() ? " " : " " + content).append(" |");
        }
        return line.append("  |".repeat(Math.max(0, columns - cells.size()))).toString();
    }

    private static boolean holdsBlocks(String cell) {
        return cell.contains("\n\n") || cell.startsWith("#") || cell.startsWith("```") || cell.startsWith("| ");
    }
}
