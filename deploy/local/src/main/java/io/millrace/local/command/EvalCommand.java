package io.millrace.local.command;

import io.millrace.embed.EmbeddingModel;
import io.millrace.embedded.kafka.EmbeddedKafka;
import io.millrace.embedded.qdrant.EmbeddedQdrant;
import io.millrace.index.VectorStore;
import io.millrace.job.IngestApplication;
import io.millrace.job.IngestSummary;
import io.millrace.job.QueryWiring;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.recipe.RerankModelRecipe;
import io.millrace.local.cluster.LocalFlink;
import io.millrace.local.cluster.Progress;
import io.millrace.local.eval.AnswerMeasures;
import io.millrace.local.eval.Dataset;
import io.millrace.local.eval.Dataset.Measure;
import io.millrace.local.eval.EvalReport;
import io.millrace.local.eval.Searches;
import io.millrace.rerank.Reranking;
import io.millrace.retrieve.SearchMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace eval}: how good searches and answers are on questions of which it is known what answers them. */
@Command(
        name = "eval",
        description = {
            "Indexes a dataset, runs its questions, and says how good what is found is: by vectors (dense), by words (sparse),"
                    + " by both (hybrid), and reranked where a rerank model is configured.",
            "",
            "  BEIR (corpus.jsonl, queries.jsonl, qrels.tsv): nDCG@10, Recall@10, Recall@100 and MRR@10 of documents,"
                    + " one chunk each, title and text;",
            "  golden chunks (codebase_chunks.json, evaluation_set.jsonl): Pass@5, 10 and 20 of chunks;",
            "  passages (questions_df.csv, *.md): Hit@1 and 5, and Recall@5, 10 and 20 of the passages' characters, cut as"
                    + " configured.",
            "",
            "With --answers it asks the questions too, of a query job as configured, and checks the answers: how many there"
                    + " are, whether citations name what was retrieved and quote what stands there, and whether they rest"
                    + " on what answers the question.",
            ""
        })
final class EvalCommand implements Callable<Integer> {
    @Option(names = "--dataset", required = true, paramLabel = "DIR", description = "The dataset.")
    private Path directory = Path.of(".");

    @Option(names = "--answers", description = "Ask the questions too, and check the answers.")
    private boolean answers;

    @Option(names = "--questions", paramLabel = "N", description = "Only the first N questions.")
    private @Nullable Integer first;

    @Option(names = "--config", paramLabel = "FILE", description = "Settings to begin with, such as another model.")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Sets one configuration key. May be repeated.")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (first != null && first < 1) {
            throw new UsageException("--questions must be at least 1, got %d".formatted(first));
        }
        Dataset dataset = Dataset.read(directory);
        Map<String, String> questions = questions(dataset);
        try (Shutdown shutdown = new Shutdown()) {
            Path scratch = shutdown.add(new ScratchDirectory("millrace-eval")).path();
            EmbeddedQdrant store = shutdown.add(EmbeddedQdrant.start(scratch.resolve("qdrant"), 0, null));
            List<String> preset = new ArrayList<>(List.of(
                    "documents.source=files",
                    "dead-letters.path=" + scratch.resolve("dead-letters"),
                    "qdrant.url=" + store.url(),
                    "qdrant.collection=eval",
                    "job.mode=streaming"));
            preset.addAll(dataset.indexing(scratch));
            MillraceConfig settings = settings(preset);
            LocalFlink flink =
                    shutdown.add(LocalFlink.start(JobRunner.slots(settings), scratch.resolve("checkpoints")));
            System.err.println("Flink: " + flink.webUi());

            long started = System.nanoTime();
            IngestApplication ingest = new IngestApplication(settings);
            IngestSummary summary = new Progress(System.err, Terminal.showsProgress())
                    .follow(new JobRunner(flink).ingest(ingest), ingest.terms());
            double ingestSeconds = seconds(started);

            started = System.nanoTime();
            Map<String, List<Measure>> modes = search(dataset, questions, settings);
            double querySeconds = seconds(started);

            AnswerMeasures checked = null;
            if (answers) {
                EmbeddedKafka kafka = shutdown.add(EvalAnswers.kafka(scratch));
                preset.addAll(EvalAnswers.settings(kafka));
                checked = new EvalAnswers(dataset, questions).measure(settings(preset), flink, shutdown);
            }
            String style = settings.chat().hasModel() ? "generated" : "extractive";
            EvalReport report = new EvalReport(
                    modes, checked, style, summary.documents(), questions.size(), ingestSeconds, querySeconds);
            System.out.print(json ? report.json() + System.lineSeparator() : report.text());
        }
        return 0;
    }

    private Map<String, String> questions(Dataset dataset) {
        Map<String, String> some = new LinkedHashMap<>();
        dataset.questions().forEach((id, question) -> {
            if (first == null || some.size() < first) {
                some.put(id, question);
            }
        });
        return some;
    }

    private static Map<String, List<Measure>> search(
            Dataset dataset, Map<String, String> questions, MillraceConfig settings) {
        QueryWiring wiring = new QueryWiring(settings);
        Map<String, List<Measure>> measured = new LinkedHashMap<>();
        try (EmbeddingModel model = wiring.embeddingModel().get();
                VectorStore collection = wiring.store().get()) {
            Searches searches = new Searches(model, collection, questions, wiring.blend());
            SearchMode[] modes = collection.findsWords()
                    ? new SearchMode[] {SearchMode.DENSE, SearchMode.SPARSE, SearchMode.HYBRID}
                    : new SearchMode[] {SearchMode.DENSE};
            for (SearchMode mode : modes) {
                measured.put(mode.wireName(), dataset.measure(searches.find(mode, null, 0)));
            }
            RerankModelRecipe reranker = wiring.reranking();
            if (reranker != null) {
                SearchMode best = modes[modes.length - 1];
                try (Reranking reranking =
                        new Reranking(reranker.get(), wiring.embeddingText(), model.tokenCounter())) {
                    int candidates = settings.rerank().candidates();
                    measured.put(
                            best.wireName() + " + rerank", dataset.measure(searches.find(best, reranking, candidates)));
                }
            }
        }
        return measured;
    }

    /** What the user sets wins. */
    private MillraceConfig settings(List<String> preset) {
        List<String> all = new ArrayList<>(preset);
        all.addAll(overrides);
        return config == null
                ? MillraceConfig.parse("", all, System.getenv())
                : MillraceConfig.load(config, all, System.getenv());
    }

    private static double seconds(long started) {
        return (System.nanoTime() - started) / 1e9;
    }
}
