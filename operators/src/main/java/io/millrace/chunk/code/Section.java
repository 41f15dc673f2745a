package io.millrace.chunk.code;

import io.millrace.chunk.code.SyntaxOutline.Part;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run of whole lines: one part of the syntax or several that share a line, or what is between two.
 *
 * @param from its first line
 * @param to the line after its last
 * @param name what it declares, or null
 * @param parts what is nested in it
 */
record Section(int from, int to, @Nullable String name, List<Part> parts) {
    /** The sections that hold all lines of a region but those between two that are blank. */
    static List<Section> of(SourceLines lines, int from, int to, List<Part> parts) {
        List<Section> sections = new ArrayList<>();
        int free = from;
        int next = 0;
        while (next < parts.size()) {
            Part part = parts.get(next++);
            int first = Math.max(free, lines.lineOf(part.start()));
            int end = after(lines, part);
            String name = part.name();
            List<Part> nested = new ArrayList<>(part.parts());
            while (next < parts.size() && lines.lineOf(parts.get(next).start()) < end) {
                Part neighbour = parts.get(next++);
                end = Math.max(end, after(lines, neighbour));
                name = name == null ? neighbour.name() : name;
                nested.addAll(neighbour.parts());
            }
            first = LeadingLines.first(lines, first, free);
            addGap(sections, lines, free, first);
            end = Math.min(end, to);
            if (first < end) {
                sections.add(new Section(first, end, name, nested));
                free = end;
            }
        }
        addGap(sections, lines, free, to);
        return sections;
    }

    private static int after(SourceLines lines, Part part) {
        return lines.lineOf(Math.max(part.start(), part.end() - 1)) + 1;
    }

    private static void addGap(List<Section> sections, SourceLines lines, int from, int to) {
        if (from < to && !lines.areBlank(from, to)) {
            sections.add(new Section(from, to, null, List.of()));
        }
    }
}
