package io.millrace.benchmark.quality;

import io.millrace.benchmark.corpus.Question;
import io.millrace.chunk.Span;
import java.util.List;

/**
 * How much of a question's passages was retrieved, and how much else, in characters, by the definitions of Chroma's
 * evaluation: a character of a passage counts once however many chunks hold it, but a chunk's length counts in full
 * however much of it others hold too, in whichever text it stands.
 *
 * @param recall retrieved characters of the passages / characters of the passages
 * @param precision retrieved characters of the passages / retrieved characters
 * @param iou retrieved characters of the passages / (retrieved characters + characters of the passages that were missed)
 */
record PassageScores(double recall, double precision, double iou) {
    /** The scores of what was retrieved for a question. */
    static PassageScores of(Question question, List<Passage> retrieved) {
        List<Span> inText = spansOf(question.corpus(), retrieved);
        double found = Passages.length(Passages.intersection(inText, question.references()));
        double wanted = Passages.length(question.references());
        double read = Passages.length(retrieved.stream().map(Passage::span).toList());
        return new PassageScores(found / wanted, read == 0 ? 0 : found / read, found / (read + wanted - found));
    }

    /**
     * The precision if just the chunks were retrieved that hold a part of the question's passages ("precision Ω"): what
     * the cuts alone allow, whatever the embedding model.
     */
    static double bestPrecision(Question question, List<Passage> chunks) {
        List<Span> holding = spansOf(question.corpus(), chunks).stream()
                .filter(chunk -> !Passages.intersection(List.of(chunk), question.references())
                        .isEmpty())
                .toList();
        double found = Passages.length(Passages.intersection(holding, question.references()));
        double missed = Passages.length(question.references()) - found;
        return found / (Passages.length(Passages.union(holding)) + missed);
    }

    private static List<Span> spansOf(String corpus, List<Passage> passages) {
        return passages.stream()
                .filter(passage -> passage.corpus().equals(corpus))
                .map(Passage::span)
                .toList();
    }
}
