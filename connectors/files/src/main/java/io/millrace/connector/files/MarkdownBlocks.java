package io.millrace.connector.files;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Writes Markdown block by block, inside of lists and quotes, with one blank line between blocks. */
final class MarkdownBlocks {
    private static final String QUOTE = "> ";

    private final StringBuilder text = new StringBuilder();
    private final Deque<Container> containers = new ArrayDeque<>();
    private final List<Integer> pageStarts = new ArrayList<>();
    private int pagesToStart;
    private boolean lastWasInItem;

    /** A list item or a quote; {@code marker} is what its first line starts with, blanks what its others do. */
    private static final class Container {
        private final String marker;
        private boolean started;

        private Container(String marker) {
            this.marker = marker;
        }

        private boolean isItem() {
            return !marker.equals(QUOTE);
        }

        private String prefix() {
            if (!isItem()) {
                return QUOTE;
            }
            String prefix = started ? " ".repeat(marker.length()) : marker;
            started = true;
            return prefix;
        }
    }

    void openQuote() {
        containers.addLast(new Container(QUOTE));
    }

    /** A list begins: one that isn't part of an item doesn't go on with the list before it. */
    void startList() {
        lastWasInItem &= inItem();
    }

    void openItem(String marker) {
        containers.addLast(new Container(marker));
    }

    /** Closes the quote or item opened last. */
    void close() {
        containers.pollLast();
    }

    boolean inItem() {
        return containers.stream().anyMatch(Container::isItem);
    }

    /** The next block starts a page. */
    void startPage() {
        pagesToStart++;
    }

    void block(String lines) {
        write(separator(), lines);
    }

    /** A line that goes on with the block before it, such as a table's next row. */
    void continuation(String line) {
        write("\n", line);
    }

    boolean isEmpty() {
        return text.length() == 0;
    }

    String text() {
        return text.toString();
    }

    /** The offset at which each page starts; an empty page starts where the next one does. */
    List<Integer> pageStarts() {
        startPages();
        return List.copyOf(pageStarts);
    }

    private void write(String separator, String lines) {
        if (text.length() > 0) {
            text.append(separator);
        }
        startPages();
        lastWasInItem = inItem();
        if (containers.isEmpty()) {
            text.append(lines);
            return;
        }
        for (Iterator<String> each = lines.lines().iterator(); each.hasNext(); ) {
            StringBuilder prefix = new StringBuilder();
            containers.forEach(container -> prefix.append(container.prefix()));
            text.append((prefix + each.next()).stripTrailing());
            if (each.hasNext()) {
                text.append('\n');
            }
        }
    }

    /** Items follow each other line by line; all else keeps a blank line between. */
    private String separator() {
        Container innermost = containers.peekLast();
        boolean startsItem = innermost != null && innermost.isItem() && !innermost.started;
        return startsItem && lastWasInItem ? "\n" : "\n\n";
    }

    private void startPages() {
        for (; pagesToStart > 0; pagesToStart--) {
            pageStarts.add(text.length());
        }
    }
}
