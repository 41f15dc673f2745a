package io.millrace.connector.files;

import java.util.ArrayDeque;
import java.util.Deque;

/** Where in lists, quotes and tables the text stands, and so where its next block is written to. */
final class MarkdownNesting {
    private final Deque<MarkdownBlocks> targets = new ArrayDeque<>();
    private final Deque<MarkdownTable> tables = new ArrayDeque<>();
    private final Deque<ListNumbering> lists = new ArrayDeque<>();

    /** Starts outside of everything, writing to the root. */
    MarkdownNesting(MarkdownBlocks root) {
        targets.push(root);
    }

    /** What the next block is written to: the root, or the innermost table cell. */
    MarkdownBlocks target() {
        return targets.getFirst();
    }

    boolean inCell() {
        return targets.size() > 1;
    }

    void openList(ListNumbering numbering) {
        target().startList();
        lists.push(numbering);
    }

    void closeList() {
        lists.poll();
    }

    /** An item without a list, as some documents have it, gets a bullet. */
    void openItem() {
        ListNumbering list = lists.peek();
        target().openItem(list == null ? ListNumbering.BULLET : list.next());
    }

    void openQuote() {
        target().openQuote();
    }

    /** Closes the item or quote opened last. */
    void closeItemOrQuote() {
        target().close();
    }

    void openTable() {
        tables.push(new MarkdownTable(target()));
    }

    void closeRow() {
        MarkdownTable table = tables.peek();
        if (table != null) {
            table.endRow();
        }
    }

    void closeTable() {
        MarkdownTable table = tables.poll();
        if (table != null) {
            table.end();
        }
    }

    void openCell() {
        targets.push(new MarkdownBlocks());
    }

    /** A cell without a table is but a block. */
    void closeCell() {
        if (!inCell()) {
            return;
        }
        String cell = targets.pop().text();
        MarkdownTable table = tables.peek();
        if (table != null) {
            table.cell(cell);
        } else if (!cell.isEmpty()) {
            target().block(cell);
        }
    }
}
