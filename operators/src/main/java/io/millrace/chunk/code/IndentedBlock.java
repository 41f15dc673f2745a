package io.millrace.chunk.code;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lines that their indentation and blank lines hold together: a paragraph, or a line with deeper ones below it.
 *
 * @param from its first line, comments and annotations above with it
 * @param body the first of the deeper lines; {@code to} for a paragraph
 * @param bodyEnd the line after the last of them
 * @param to the line after its last: brackets or an {@code end} that close it belong to it
 * @param name what it seems to declare, or null
 */
record IndentedBlock(
        int from, int body, int bodyEnd, int to, @Nullable String name) {
    private static final Pattern DECLARATION = Pattern.compile(
            "\\s*(?:(?:public|private|protected|internal|static|final"
                    + "|abstract|sealed|open|override|async|export|default|pub|local|partial|data|inline|case)\\s+)*(?:class"
                    + "|interface|trait|struct|enum|record|object|module|defmodule|namespace|package|impl|protocol|extension|def"
                    + "|defp|fn|func|function|fun|sub|proc|procedure|macro)\\s+([\\p{L}_$][\\w$]*(?:[.:]+\\w+)*).*",
            Pattern.DOTALL);
    private static final Pattern CLOSING = Pattern.compile("\\s*(?:[})\\]]|(?:end|fi|done|esac)\\b).*", Pattern.DOTALL);
    /** A declaration's name stands within so many characters, or isn't looked for. */
    private static final int HEAD = 300;

    boolean hasBody() {
        return body < bodyEnd;
    }

    /** The blocks of a region, in order; blank lines between them are in none. */
    static List<IndentedBlock> of(SourceLines lines, int from, int to) {
        int base = Integer.MAX_VALUE;
        for (int line = from; line < to; line++) {
            if (!lines.isBlank(line)) {
                base = Math.min(base, lines.indentation(line));
            }
        }
        List<IndentedBlock> blocks = new ArrayList<>();
        int free = from;
        int line = from;
        while (line < to) {
            if (lines.isBlank(line)) {
                addParagraph(blocks, free, line);
                free = ++line;
                continue;
            }
            int bodyEnd = bodyEnd(lines, line + 1, to, base);
            if (bodyEnd > line + 1) {
                int first = LeadingLines.first(lines, line, free);
                addParagraph(blocks, free, first);
                int end = bodyEnd < to && CLOSING.matcher(head(lines, bodyEnd)).matches() ? bodyEnd + 1 : bodyEnd;
                blocks.add(new IndentedBlock(first, line + 1, bodyEnd, end, name(lines, line)));
                free = end;
                line = end;
                continue;
            }
            line++;
        }
        addParagraph(blocks, free, to);
        return blocks;
    }

    private static void addParagraph(List<IndentedBlock> blocks, int from, int to) {
        if (from < to) {
            blocks.add(new IndentedBlock(from, to, to, to, null));
        }
    }

    /** The line after the last that is deeper; blank lines below that one are left out. */
    private static int bodyEnd(SourceLines lines, int from, int to, int base) {
        int end = from;
        for (int line = from; line < to; line++) {
            if (lines.isBlank(line)) {
                continue;
            }
            if (lines.indentation(line) <= base) {
                break;
            }
            end = line + 1;
        }
        return end;
    }

    private static @Nullable String name(SourceLines lines, int line) {
        Matcher declaration = DECLARATION.matcher(head(lines, line));
        return declaration.matches() ? declaration.group(1) : null;
    }

    private static String head(SourceLines lines, int line) {
        return lines.head(line, HEAD);
    }
}
