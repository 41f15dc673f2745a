package io.millrace.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.json.Json;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embedded.qdrant.EmbeddedQdrant;
import io.millrace.index.VectorStore;
import io.millrace.job.IngestApplication;
import io.millrace.job.IngestSummary;
import io.millrace.job.QueryWiring;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.recipe.RerankModelRecipe;
import io.millrace.local.cluster.LocalFlink;
import io.millrace.local.cluster.Progress;
import io.millrace.local.eval.BeirDataset;
import io.millrace.local.eval.RankingMeasures;
import io.millrace.local.eval.Searches;
import io.millrace.rerank.Reranking;
import io.millrace.retrieve.SearchMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace eval}: how well retrieval does on a set of judged questions. */
@Command(
        name = "eval",
        description = {
            "Indexes a dataset in BEIR format, runs its questions, and prints nDCG@10, Recall@10, Recall@100 and MRR@10,",
            "by vectors (dense), by words (sparse), by both (hybrid), and reranked where a rerank model is configured.",
            "One chunk a document, title and text, unless --set chunking.… says otherwise."
        })
final class EvalCommand implements Callable<Integer> {
    @Option(names = "--dataset", required = true, paramLabel = "DIR", description = "The dataset.")
    private Path dataset = Path.of(".");

    @Option(names = "--config", paramLabel = "FILE", description = "Settings to begin with, such as another model.")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Sets one configuration key. May be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        BeirDataset beir = BeirDataset.read(dataset);
        try (Shutdown shutdown = new Shutdown()) {
            Path scratch = shutdown.add(new ScratchDirectory("millrace-eval")).path();
            EmbeddedQdrant store = shutdown.add(EmbeddedQdrant.start(scratch.resolve("qdrant"), 0, null));
            MillraceConfig settings = settings(beir, store, scratch);
            LocalFlink flink =
                    shutdown.add(LocalFlink.start(JobRunner.slots(settings), scratch.resolve("checkpoints")));
            System.err.println("Flink: " + flink.webUi());

            long started = System.nanoTime();
            IngestApplication ingest = new IngestApplication(settings);
            IngestSummary summary = new Progress(System.err, Terminal.showsProgress())
                    .follow(new JobRunner(flink).ingest(ingest), ingest.terms());
            double ingestSeconds = (System.nanoTime() - started) / 1e9;

            QueryWiring wiring = new QueryWiring(settings);
            Map<String, RankingMeasures> measured = new LinkedHashMap<>();
            double querySeconds;
            try (EmbeddingModel model = wiring.embeddingModel().get();
                    VectorStore collection = wiring.store().get()) {
                started = System.nanoTime();
                Searches searches = new Searches(model, collection, beir.queries(), wiring.blend());
                SearchMode[] modes = collection.findsWords()
                        ? new SearchMode[] {SearchMode.DENSE, SearchMode.SPARSE, SearchMode.HYBRID}
                        : new SearchMode[] {SearchMode.DENSE};
                for (SearchMode mode : modes) {
                    measured.put(mode.wireName(), RankingMeasures.of(searches.rank(mode, null, 0), beir.judgements()));
                }
                RerankModelRecipe reranker = wiring.reranking();
                if (reranker != null) {
                    SearchMode best = modes[modes.length - 1];
                    try (Reranking reranking =
                            new Reranking(reranker.get(), wiring.embeddingText(), model.tokenCounter())) {
                        measured.put(
                                best.wireName() + " + rerank",
                                RankingMeasures.of(
                                        searches.rank(
                                                best,
                                                reranking,
                                                settings.rerank().candidates()),
                                        beir.judgements()));
                    }
                }
                querySeconds = (System.nanoTime() - started) / 1e9;
            }
            print(measured, summary.documents(), beir.queries().size(), ingestSeconds, querySeconds);
        }
        return 0;
    }

    private MillraceConfig settings(BeirDataset beir, EmbeddedQdrant store, Path scratch) {
        List<String> all = new ArrayList<>(List.of(
                "documents.source=files",
                "files.path=" + beir.corpus().toAbsolutePath().normalize(),
                "files.fields.id=_id",
                "dead-letters.path=" + scratch.resolve("dead-letters"),
                "qdrant.url=" + store.url(),
                "qdrant.collection=eval",
                "chunking.chunker=whole",
                "chunking.embed-with=title",
                "job.mode=streaming"));
        all.addAll(overrides);
        return config == null
                ? MillraceConfig.parse("", all, System.getenv())
                : MillraceConfig.load(config, all, System.getenv());
    }

    private void print(
            Map<String, RankingMeasures> measured,
            long documents,
            int questions,
            double ingestSeconds,
            double querySeconds) {
        if (json) {
            ObjectNode report = Json.MAPPER.createObjectNode();
            ObjectNode modes = report.putObject("modes");
            measured.forEach((mode, measures) -> modes.putObject(mode)
                    .put("ndcg@10", measures.ndcgAt10())
                    .put("recall@10", measures.recallAt10())
                    .put("recall@100", measures.recallAt100())
                    .put("mrr@10", measures.mrrAt10()));
            System.out.println(report.put("documents", documents)
                    .put("questions", questions)
                    .put("ingestSeconds", ingestSeconds)
                    .put("querySeconds", querySeconds));
            return;
        }
        System.out.printf("%-16s  %8s  %9s  %10s  %7s%n", "", "nDCG@10", "Recall@10", "Recall@100", "MRR@10");
        measured.forEach((mode, measures) -> System.out.printf(
                Locale.ROOT,
                "%-16s  %8.4f  %9.4f  %10.4f  %7.4f%n",
                mode,
                measures.ndcgAt10(),
                measures.recallAt10(),
                measures.recallAt100(),
                measures.mrrAt10()));
        System.out.printf(
                Locale.ROOT,
                "%,d documents in %.1f s, %,d questions in each way in %.1f s%n",
                documents,
                ingestSeconds,
                questions,
                querySeconds);
    }
}
