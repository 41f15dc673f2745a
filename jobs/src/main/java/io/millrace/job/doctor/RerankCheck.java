package io.millrace.job.doctor;

import io.millrace.job.QueryWiring;
import io.millrace.job.doctor.Doctor.Said;
import io.millrace.job.recipe.RerankModelRecipe;
import io.millrace.rerank.RerankModel;
import io.millrace.rerank.RerankModel.Reply;
import java.util.List;
import java.util.concurrent.Callable;

/** Has the rerank model order two sentences, of which one is plainly better. */
final class RerankCheck implements Callable<Said> {
    private static final String QUERY = "What carries the water to the wheel?";
    private static final List<String> DOCUMENTS =
            List.of("The mill race carries the water to the wheel.", "Bread is baked at night.");

    private final QueryWiring wiring;

    RerankCheck(QueryWiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Said call() throws Exception {
        RerankModelRecipe recipe = wiring.reranking();
        if (recipe == null) {
            return Said.unused("rerank.provider is none: what was found stays in the search's order");
        }
        try (RerankModel model = recipe.get()) {
            Reply reply = model.rerank(QUERY, DOCUMENTS).get();
            double better = reply.scores().get(0);
            double worse = reply.scores().get(1);
            return Said.with(
                    "%s; scores %.3f and %.3f, up to %,d documents a request"
                            .formatted(
                                    model.name(), better, worse, model.limits().documents()),
                    better > worse
                            ? List.of()
                            : List.of(
                                    "It takes a sentence about bread for the better answer to a question about water"));
        }
    }
}
