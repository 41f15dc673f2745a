package io.millrace.local.command;

import io.millrace.document.json.Json;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embedded.qdrant.EmbeddedQdrant;
import io.millrace.index.VectorStore;
import io.millrace.job.IngestApplication;
import io.millrace.job.IngestSummary;
import io.millrace.job.Wiring;
import io.millrace.job.config.MillraceConfig;
import io.millrace.local.cluster.LocalFlink;
import io.millrace.local.cluster.Progress;
import io.millrace.local.eval.BeirDataset;
import io.millrace.local.eval.RankingMeasures;
import io.millrace.local.eval.Searches;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace eval}: how well retrieval does on a set of judged questions. */
@Command(
        name = "eval",
        description = {
            "Indexes a dataset in BEIR format, runs its questions, and prints nDCG@10, Recall@10, Recall@100 and MRR@10.",
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

            Wiring wiring = new Wiring(settings);
            try (EmbeddingModel model = wiring.embeddingModel().get();
                    VectorStore collection = wiring.store().get()) {
                started = System.nanoTime();
                RankingMeasures measures =
                        RankingMeasures.of(new Searches(model, collection).rank(beir.queries()), beir.judgements());
                double querySeconds = (System.nanoTime() - started) / 1e9;
                print(measures, summary.documents(), beir.queries().size(), ingestSeconds, querySeconds);
            }
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
            RankingMeasures measures, long documents, int questions, double ingestSeconds, double querySeconds) {
        if (json) {
            System.out.println(Json.MAPPER
                    .createObjectNode()
                    .put("documents", documents)
                    .put("questions", questions)
                    .put("ndcg@10", measures.ndcgAt10())
                    .put("recall@10", measures.recallAt10())
                    .put("recall@100", measures.recallAt100())
                    .put("mrr@10", measures.mrrAt10())
                    .put("ingestSeconds", ingestSeconds)
                    .put("querySeconds", querySeconds));
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "nDCG@10     %.4f%nRecall@10   %.4f%nRecall@100  %.4f%nMRR@10      %.4f%n"
                        + "%,d documents in %.1f s, %,d questions in %.1f s%n",
                measures.ndcgAt10(),
                measures.recallAt10(),
                measures.recallAt100(),
                measures.mrrAt10(),
                documents,
                ingestSeconds,
                questions,
                querySeconds);
    }
}
