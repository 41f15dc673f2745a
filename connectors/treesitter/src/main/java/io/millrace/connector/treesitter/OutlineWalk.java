package io.millrace.connector.treesitter;

import io.millrace.chunk.code.SyntaxOutline.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSNode;
import org.treesitter.TSTree;
import org.treesitter.TSTreeCursor;

/**
 * Walks a tree from its root for the parts of several lines. Only a cursor's steps are used: the other ways from node to
 * node recurse natively, or begin at the first child each time.
 */
final class OutlineWalk {
    private static final int MAX_DEPTH = 48;
    private static final int MAX_NODES = 200_000;

    private final String text;
    private final int grain;
    private final TSTreeCursor cursor;

    private int nodes;
    /** The first line end at or after {@link #soughtFrom}. */
    private int lineEnd = -1;

    private int soughtFrom;

    private OutlineWalk(String text, int grain, TSTreeCursor cursor) {
        this.text = text;
        this.grain = grain;
        this.cursor = cursor;
    }

    /** The outermost parts, or null when the tree has too many nodes to look at. */
    static @Nullable List<Part> parts(TSTree tree, String text, int grain) {
        try (TSTreeCursor cursor = new TSTreeCursor(tree.getRootNode())) {
            var walk = new OutlineWalk(text, grain, cursor);
            List<Part> parts = walk.children(0, -1, Set.of());
            return walk.nodes > MAX_NODES ? null : parts;
        }
    }

    /**
     * The parts among the children of the cursor's node.
     *
     * @param start where the node starts
     * @param sameStart the types of the nodes that start there too and that it is in
     */
    private List<Part> children(int depth, int start, Set<String> sameStart) {
        List<Part> parts = new ArrayList<>();
        if (!cursor.gotoFirstChild()) {
            return parts;
        }
        do {
            TSNode node = cursor.currentNode();
            nodes++;
            if (node.isNamed()) {
                addPart(parts, node, depth, start, sameStart);
            }
        } while (nodes <= MAX_NODES && cursor.gotoNextSibling());
        cursor.gotoParent();
        return parts;
    }

    private void addPart(List<Part> parts, TSNode node, int depth, int parentStart, Set<String> sameStart) {
        int start = node.getStartByte() / 2;
        int end = Math.min(node.getEndByte() / 2, text.length());
        String type = node.getType();
        if (type.endsWith("comment") || !isOnSeveralLines(start, end)) {
            return;
        }
        // What begins with its own kind, such as a chain of calls, is one expression: nothing to cut inside.
        boolean repeats = start == parentStart && sameStart.contains(type);
        boolean isLarge = end - start > grain || Declarations.wraps(type);
        List<Part> nested = List.of();
        if (isLarge && depth < MAX_DEPTH && !repeats) {
            nested = children(depth + 1, start, start == parentStart ? with(sameStart, type) : Set.of(type));
        }
        if (Declarations.wraps(type) && nested.size() == 1) {
            Part wrapped = nested.get(0);
            parts.add(new Part(start, end, wrapped.name(), wrapped.parts()));
            return;
        }
        String name = Declarations.declares(type) ? Declarations.name(cursor, type, text) : null;
        parts.add(new Part(start, end, name, nested));
    }

    /** Asked for starts in ascending order, which the walk meets them in, it reads the text once. */
    private boolean isOnSeveralLines(int start, int end) {
        if (start < soughtFrom || start > lineEnd) {
            int found = text.indexOf('\n', start);
            lineEnd = found < 0 ? text.length() : found;
            soughtFrom = start;
        }
        return lineEnd < end - 1;
    }

    private static Set<String> with(Set<String> types, String type) {
        List<String> all = new ArrayList<>(types);
        all.add(type);
        return Set.copyOf(all);
    }
}
