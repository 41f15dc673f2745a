package io.millrace.benchmark.edit;

import io.millrace.benchmark.corpus.Corpus;
import io.millrace.benchmark.report.Distribution;
import io.millrace.benchmark.split.Contender;
import io.millrace.benchmark.split.Segment;
import io.millrace.benchmark.split.Splitter;
import io.millrace.chunk.TokenCounter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What edits of a text cost with one chunker.
 *
 * @param corpus the text's name
 * @param chunker the chunker's name
 * @param embedWith what is embedded before a piece's text
 * @param maxTokens tokens that a piece may have, or 0
 * @param chunksBefore pieces of the text as it was
 * @param tokensBefore tokens that were embedded for it
 * @param chunks pieces that must be embedded after an edit
 * @param tokens tokens that must be embedded after an edit
 * @param chunksByKind the pieces, by what the edit did
 */
record EditCosts(
        String corpus,
        String chunker,
        String embedWith,
        int maxTokens,
        int chunksBefore,
        int tokensBefore,
        Distribution chunks,
        Distribution tokens,
        Map<Edit.Kind, Distribution> chunksByKind) {

    /** Cuts the text, then cuts it again after each of the edits. */
    static EditCosts measure(Corpus corpus, List<Edit> edits, Contender contender, TokenCounter counter) {
        List<String> before = embedded(contender.splitter(), corpus);
        EmbeddedTexts texts = new EmbeddedTexts(before);
        double[] chunks = new double[edits.size()];
        double[] tokens = new double[edits.size()];
        for (int i = 0; i < edits.size(); i++) {
            Corpus edited = new Corpus(corpus.name(), edits.get(i).applyTo(corpus.text()));
            EmbeddedTexts.Cost cost = texts.costOf(embedded(contender.splitter(), edited), contender.known(), counter);
            chunks[i] = cost.chunks();
            tokens[i] = cost.tokens();
        }
        return new EditCosts(
                corpus.name(),
                contender.name(),
                contender.embedded(),
                contender.maxTokens(),
                before.size(),
                before.stream().mapToInt(counter::count).sum(),
                Distribution.of(chunks),
                Distribution.of(tokens),
                byKind(edits, chunks));
    }

    private static Map<Edit.Kind, Distribution> byKind(List<Edit> edits, double[] chunks) {
        Map<Edit.Kind, Distribution> byKind = new EnumMap<>(Edit.Kind.class);
        for (Edit.Kind kind : Edit.Kind.values()) {
            double[] some = IntStream.range(0, chunks.length)
                    .filter(i -> edits.get(i).kind() == kind)
                    .mapToDouble(i -> chunks[i])
                    .toArray();
            if (some.length > 0) {
                byKind.put(kind, Distribution.of(some));
            }
        }
        return byKind;
    }

    private static List<String> embedded(Splitter splitter, Corpus corpus) {
        return splitter.split(corpus).stream().map(Segment::embedded).toList();
    }
}
