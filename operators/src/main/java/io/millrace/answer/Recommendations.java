package io.millrace.answer;

import io.millrace.answer.QueryStages.EmbeddingStage;
import io.millrace.embed.TokenLimit;
import io.millrace.embed.Vector;
import io.millrace.retrieve.ChunkQuery;
import io.millrace.retrieve.ExampleChunks;
import io.millrace.retrieve.Examples;
import io.millrace.retrieve.Examples.Example;
import io.millrace.retrieve.Examples.Kind;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.Likeness;
import io.millrace.retrieve.Likeness.Side;
import io.millrace.retrieve.Retriever;
import io.millrace.retrieve.Retriever.Found;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Finds chunks that are like a request's examples: looks the examples up, embeds those that are texts, searches. Safe for
 * use by many threads.
 *
 * <p>Texts are embedded as documents are, not as questions: what they are averaged and compared with are documents'
 * vectors, and a model with two modes puts a question elsewhere.
 */
final class Recommendations {
    private final Retriever retriever;
    private final EmbeddingStage embedding;
    private final AccessRules access;

    /** Works with these; closes none of them. */
    Recommendations(Retriever retriever, EmbeddingStage embedding, AccessRules access) {
        this.retriever = retriever;
        this.embedding = embedding;
        this.access = access;
    }

    /**
     * What is like the examples.
     *
     * @param filter what chunks must satisfy, with what the request may see
     */
    CompletableFuture<Found> find(Course course, Examples examples, Filter filter) {
        Filter visible = access.filter(course.request, Filter.ALL);
        return retriever.examples(examples, visible, course.timeLeft()).thenCompose(chunks -> {
            course.lap("examples");
            return like(course, examples, chunks).thenCompose(likeness -> find(course, likeness, chunks, filter));
        });
    }

    private CompletableFuture<Likeness> like(Course course, Examples examples, ExampleChunks chunks) {
        CompletableFuture<List<Vector>> positive = embed(course, examples.positive());
        CompletableFuture<List<Vector>> negative = embed(course, examples.negative());
        return positive.thenCombine(
                negative,
                (near, far) -> new Likeness(
                        new Side(chunks.positive(), near), new Side(chunks.negative(), far), examples.strategy()));
    }

    private CompletableFuture<List<Vector>> embed(Course course, List<Example> examples) {
        List<CompletableFuture<Vector>> vectors = examples.stream()
                .filter(example -> example.kind() == Kind.TEXT)
                .map(example -> embed(course, example.value()))
                .toList();
        return CompletableFuture.allOf(vectors.toArray(CompletableFuture[]::new))
                .thenApply(done -> vectors.stream().map(CompletableFuture::join).toList());
    }

    /** Tokens that a recommendation may take: those of its examples that are texts. */
    long most(Examples examples) {
        return Stream.concat(examples.positive().stream(), examples.negative().stream())
                .filter(example -> example.kind() == Kind.TEXT)
                .mapToLong(example -> embedding.tokens().count(text(example.value())))
                .sum();
    }

    private String text(String example) {
        return TokenLimit.cut(example, embedding.limits().tokensPerInput(), embedding.tokens());
    }

    private CompletableFuture<Vector> embed(Course course, String example) {
        String text = text(example);
        int count = embedding.tokens().count(text);
        course.embeds(embedding.name(), count);
        return embedding.documents().embed(text, count);
    }

    private CompletableFuture<Found> find(Course course, Likeness likeness, ExampleChunks chunks, Filter filter) {
        course.lap("embed");
        Request request = course.request;
        ChunkQuery query = new ChunkQuery(
                likeness,
                new Filter.And(List.of(filter, chunks.others())),
                request.topK(),
                request.minScore(),
                request.options().onePerDocument());
        return retriever.findAlike(query, request.options().neighbours(), course::timeLeft);
    }
}
