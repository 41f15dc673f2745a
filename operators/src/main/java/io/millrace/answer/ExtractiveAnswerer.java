package io.millrace.answer;

import io.millrace.chunk.Span;
import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingBatcher;
import io.millrace.embed.TokenLimit;
import io.millrace.embed.Vector;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.retrieve.Evidence;
import io.millrace.retrieve.ScoredChunk;
import io.millrace.usage.Usage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Answers in the documents' own words: the sentences nearest to the question, quoted. It needs no chat model; the
 * embedding model compares sentences with the question.
 */
public final class ExtractiveAnswerer implements Answerer {
    static final String STYLE = "extractive";
    private static final int SENTENCES = 3;
    /** Sentences compared at the most: evidence is a handful of chunks, and each sentence is a text to embed. */
    private static final int MAX_CANDIDATES = 96;
    /** Sentences further than this from the best one say something else. */
    private static final double MAX_BEHIND_BEST = 0.15;
    /** Two sentences nearer than this to each other say the same. */
    private static final double SAME = 0.95;

    private static final Vector NONE = new Vector(new float[0]);

    private final EmbeddingBatcher sentences;
    private final TokenCounter tokens;
    private final int tokenLimit;

    /** The batcher embeds in document mode; it isn't closed here. */
    public ExtractiveAnswerer(EmbeddingBatcher sentences, TokenCounter tokens, int tokenLimit) {
        this.sentences = sentences;
        this.tokens = tokens;
        this.tokenLimit = tokenLimit;
    }

    private record Candidate(ScoredChunk from, int start, int end, String text) {}

    private record Scored(Candidate candidate, Vector vector, double score) {}

    @Override
    public CompletableFuture<Written> write(
            String question,
            List<Image> images,
            @Nullable Vector vector,
            List<Evidence> evidence,
            @Nullable Consumer<String> parts) {
        Vector asked = Objects.requireNonNull(vector, "sentences are compared with the question's vector");
        List<Candidate> candidates = candidates(evidence);
        if (candidates.isEmpty()) {
            return CompletableFuture.completedFuture(
                    Written.insufficient(STYLE, "what was found holds no sentence to quote", Map.of()));
        }
        List<CompletableFuture<Vector>> vectors = new ArrayList<>();
        long read = 0;
        for (Candidate candidate : candidates) {
            String text = TokenLimit.cut(candidate.text(), tokenLimit, tokens);
            int count = tokens.count(text);
            read += count;
            vectors.add(sentences.embed(text, count).exceptionally(ExtractiveAnswerer::none));
        }
        Map<String, Usage> usage = Map.of("sentences", new Usage(1, read, 0));
        return CompletableFuture.allOf(vectors.toArray(CompletableFuture[]::new))
                .thenApply(nothing -> compose(rank(candidates, vectors, asked.normalised()), usage));
    }

    @Override
    public Map<String, String> models() {
        return Map.of();
    }

    @Override
    public void close() {}

    /** A sentence that the model refuses is none to quote; the others still answer. */
    private static Vector none(Throwable failure) {
        ClassifiedException classified = ClassifiedException.of(failure);
        if (classified.kind() == FailureKind.REJECTED) {
            return NONE;
        }
        throw classified;
    }

    private static List<Candidate> candidates(List<Evidence> evidence) {
        List<Candidate> candidates = new ArrayList<>();
        for (Evidence piece : evidence) {
            ScoredChunk found = piece.found();
            for (Span line : Quotable.in(found.chunk().text())) {
                if (candidates.size() == MAX_CANDIDATES) {
                    return candidates;
                }
                int start = found.chunk().start() + line.start();
                int end = found.chunk().start() + line.end();
                candidates.add(
                        new Candidate(found, start, end, found.chunk().text().substring(line.start(), line.end())));
            }
        }
        return candidates;
    }

    private static List<Scored> rank(
            List<Candidate> candidates, List<CompletableFuture<Vector>> vectors, Vector question) {
        List<Scored> ranked = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            Vector sentence = vectors.get(i).join().normalised();
            if (sentence.dimension() > 0) {
                ranked.add(new Scored(candidates.get(i), sentence, sentence.dot(question)));
            }
        }
        ranked.sort(Comparator.comparingDouble(Scored::score).reversed());
        return ranked;
    }

    private static Written compose(List<Scored> ranked, Map<String, Usage> usage) {
        if (ranked.isEmpty()) {
            return Written.insufficient(STYLE, "the embedding model refused every sentence that was found", usage);
        }
        List<Scored> chosen = new ArrayList<>();
        for (Scored next : ranked) {
            boolean near = next.score() >= ranked.get(0).score() - MAX_BEHIND_BEST;
            if (chosen.size() == SENTENCES || !near) {
                break;
            }
            if (chosen.stream().noneMatch(other -> other.vector().dot(next.vector()) > SAME)) {
                chosen.add(next);
            }
        }
        Map<String, Citation> citations = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        for (Scored quote : chosen) {
            Candidate candidate = quote.candidate();
            int marker = citations.size() + 1;
            citations.put(
                    candidate.start() + " " + candidate.from().chunk().id(),
                    Citations.of(marker, candidate.from(), candidate.start(), candidate.end()));
            text.append(text.isEmpty() ? "" : " ")
                    .append('“')
                    .append(CitedText.quoted(candidate.text().replaceAll("\\s+", " ")))
                    .append("” [")
                    .append(marker)
                    .append(']');
        }
        return new Written(
                Answer.Status.ANSWERED, text.toString(), STYLE, List.copyOf(citations.values()), null, usage);
    }
}
