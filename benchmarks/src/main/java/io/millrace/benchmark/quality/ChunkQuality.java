package io.millrace.benchmark.quality;

import io.millrace.benchmark.corpus.Corpus;
import io.millrace.benchmark.corpus.Question;
import io.millrace.benchmark.report.Distribution;
import io.millrace.benchmark.split.Contender;
import io.millrace.benchmark.split.Segment;
import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.Vector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How well retrieval does with one chunker.
 *
 * @param chunker the chunker's name
 * @param embedWith what is embedded before a piece's text
 * @param maxTokens tokens that a piece may have, or 0
 * @param chunks pieces of all the texts
 * @param tokensPerChunk tokens embedded for a piece
 * @param all the scores over all questions
 * @param byCorpus the scores over the questions of one text, by its name
 */
record ChunkQuality(
        String chunker,
        String embedWith,
        int maxTokens,
        int chunks,
        Distribution tokensPerChunk,
        Scores all,
        Map<String, Scores> byCorpus) {

    /**
     * Scores over questions.
     *
     * @param questions how many
     * @param recall see {@link PassageScores}
     * @param precision see {@link PassageScores}
     * @param iou see {@link PassageScores}
     * @param bestPrecision see {@link PassageScores#bestPrecision}
     */
    record Scores(
            int questions, Distribution recall, Distribution precision, Distribution iou, Distribution bestPrecision) {
        static Scores of(List<Score> scores) {
            return new Scores(
                    scores.size(),
                    over(scores, score -> score.passages().recall()),
                    over(scores, score -> score.passages().precision()),
                    over(scores, score -> score.passages().iou()),
                    over(scores, Score::bestPrecision));
        }

        private static Distribution over(List<Score> scores, ToDoubleFunction<Score> measure) {
            return Distribution.of(scores.stream().mapToDouble(measure).toArray());
        }
    }

    private record Score(PassageScores passages, double bestPrecision) {}

    /**
     * Cuts and embeds the texts, then asks the questions.
     *
     * @param questions the questions with their vectors
     * @param top how many chunks are retrieved
     */
    static ChunkQuality measure(
            Contender contender,
            Collection<Corpus> corpora,
            Map<Question, Vector> questions,
            int top,
            Embedder embedder,
            TokenCounter counter) {
        List<Passage> passages = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (Corpus corpus : corpora) {
            for (Segment segment : contender.splitter().split(corpus)) {
                passages.add(new Passage(corpus.name(), segment.read()));
                texts.add(segment.embedded());
            }
        }
        var retrieval = new Retrieval(passages, embedder.embed(texts, EmbeddingMode.DOCUMENT, contender.label()));
        List<Score> scores = new ArrayList<>();
        Map<String, List<Score>> byCorpus = new TreeMap<>();
        questions.forEach((question, vector) -> {
            Score score = new Score(
                    PassageScores.of(question, retrieval.nearest(vector, top)),
                    PassageScores.bestPrecision(question, passages));
            scores.add(score);
            byCorpus.computeIfAbsent(question.corpus(), name -> new ArrayList<>())
                    .add(score);
        });
        Map<String, Scores> summed = new TreeMap<>();
        byCorpus.forEach((name, some) -> summed.put(name, Scores.of(some)));
        return new ChunkQuality(
                contender.name(),
                contender.embedded(),
                contender.maxTokens(),
                texts.size(),
                Distribution.of(texts.stream().mapToDouble(counter::count).toArray()),
                Scores.of(scores),
                summed);
    }
}
