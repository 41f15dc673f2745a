package io.millrace.job.doctor;

import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.Vector;
import io.millrace.embed.VectorSpace;
import io.millrace.job.QueryWiring;
import io.millrace.job.doctor.Doctor.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Embeds a document and a question. */
final class EmbeddingCheck implements Callable<Said> {
    private static final List<String> DOCUMENT = List.of("The mill race carries the water to the wheel.");
    private static final List<String> QUESTION = List.of("What carries the water?");
    /** What rounding leaves of a unit vector's length; many servers compute with 16 bits. */
    private static final double TOLERANCE = 0.01;

    private final QueryWiring wiring;

    EmbeddingCheck(QueryWiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Said call() throws Exception {
        VectorSpace space = wiring.collection().space();
        try (EmbeddingModel model = wiring.embeddingModel().get()) {
            var document = model.embed(DOCUMENT, EmbeddingMode.DOCUMENT).get();
            long started = System.nanoTime();
            var question = model.embed(QUESTION, EmbeddingMode.QUERY).get();
            double millis = (System.nanoTime() - started) / 1e6;
            Vector vector = question.vectors().get(0);
            double length = Math.sqrt(vector.dot(vector));
            List<String> warnings = new ArrayList<>();
            if (space.normalised() && Math.abs(length - 1) > TOLERANCE) {
                warnings.add("Its vectors should have length 1, and one has %.3f".formatted(length));
            }
            if (wiring.embeddingPrice() == null) {
                warnings.add("What it costs isn't known: prices.models can say it");
            }
            return Said.with(
                    "%s; %d numbers of length %.3f, a question in %.0f ms, %d tokens for both; up to %d texts and %,d tokens a request, %,d a text"
                            .formatted(
                                    space.identity(),
                                    vector.dimension(),
                                    length,
                                    millis,
                                    document.usage().inputTokens()
                                            + question.usage().inputTokens(),
                                    model.limits().inputs(),
                                    model.limits().tokensPerRequest(),
                                    model.limits().tokensPerInput()),
                    warnings);
        }
    }
}
