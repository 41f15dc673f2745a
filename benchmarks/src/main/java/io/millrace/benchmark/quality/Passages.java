package io.millrace.benchmark.quality;

import io.millrace.chunk.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Arithmetic with runs of one text. */
final class Passages {
    private Passages() {}

    /** The sum of the lengths; what several hold counts several times. */
    static long length(List<Span> spans) {
        return spans.stream().mapToLong(span -> span.end() - span.start()).sum();
    }

    /** What any of the runs holds, in order, no two touching. */
    static List<Span> union(List<Span> spans) {
        List<Span> union = new ArrayList<>();
        for (Span span : spans.stream()
                .filter(span -> span.start() < span.end())
                .sorted(Comparator.comparingInt(Span::start))
                .toList()) {
            int last = union.size() - 1;
            if (last >= 0 && span.start() <= union.get(last).end()) {
                Span before = union.get(last);
                union.set(last, new Span(before.start(), Math.max(before.end(), span.end())));
            } else {
                union.add(span);
            }
        }
        return union;
    }

    /** What both lists hold, once. */
    static List<Span> intersection(List<Span> some, List<Span> others) {
        List<Span> common = new ArrayList<>();
        for (Span a : some) {
            for (Span b : others) {
                common.add(new Span(Math.max(a.start(), b.start()), Math.min(a.end(), b.end())));
            }
        }
        return union(common);
    }
}
