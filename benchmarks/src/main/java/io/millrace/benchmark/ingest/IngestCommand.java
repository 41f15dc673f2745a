package io.millrace.benchmark.ingest;

import io.millrace.benchmark.corpus.ShortTexts;
import io.millrace.benchmark.ingest.Trial.Measured;
import io.millrace.benchmark.ingest.system.SystemName;
import io.millrace.benchmark.ingest.system.Task;
import io.millrace.benchmark.profile.Profile;
import io.millrace.benchmark.report.ResultFile;
import io.millrace.benchmark.server.ScratchDirectory;
import io.millrace.benchmark.server.StoreServer;
import io.millrace.benchmark.server.StubServer;
import io.millrace.chunk.TokenCounter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ingest}: how near each comes to a loop that does nothing but embed. */
@Command(
        name = "ingest",
        description = {
            "Embeds short texts with a stub of a provider and writes them to the embedded store: a bare loop, Millrace,"
                    + " LangChain4j, Flink SQL's ML_PREDICT and a plain asynchronous function, in turns.",
            "The stub, the store and whoever's turn it is have a JVM of their own."
        })
public final class IngestCommand implements Callable<Integer> {
    private static final int WARM_UP_SHARE = 4;

    @Mixin
    private IngestOptions options = new IngestOptions();

    @Override
    public Integer call() throws Exception {
        Instant started = Instant.now();
        List<SystemName> systems = options.chosen();
        Map<SystemName, List<Measured>> rounds = new EnumMap<>(SystemName.class);
        List<SystemResult> results = new ArrayList<>();
        try (ScratchDirectory scratch = ScratchDirectory.create();
                StubServer stub = StubServer.start(StubServer.cheap(options.baseLatency, options.perToken));
                StoreServer store = StoreServer.start(scratch.path().resolve("store"))) {
            Corpora corpora = corpora(scratch.path());
            Task task = new Task(
                    stub.url(),
                    store.url(),
                    options.dimensions,
                    options.inputs,
                    options.concurrency,
                    options.parallelism);
            Trials trials = new Trials(scratch.path(), task);
            for (int round = 0; round < options.runs; round++) {
                for (SystemName system : Rounds.order(systems, round)) {
                    boolean record = system == SystemName.MILLRACE && round == options.runs - 1;
                    Measured measured = trials.run(
                            system,
                            corpora.of(system),
                            corpora.warmUp(system),
                            Map.of(),
                            record ? options.profile : null);
                    rounds.computeIfAbsent(system, name -> new ArrayList<>()).add(measured);
                    System.err.printf(
                            "Round %d, %s: %.1f texts/s%n",
                            round + 1, system.label(), corpora.of(system).texts() / measured.seconds());
                }
            }
            rounds.forEach((system, measured) ->
                    results.add(SystemResult.of(system.label(), corpora.of(system), options.inputs, measured)));
        }
        System.out.print(IngestTable.of(results));
        Path recording = options.profile;
        if (recording != null && rounds.containsKey(SystemName.MILLRACE)) {
            Measured last = rounds.get(SystemName.MILLRACE).get(options.runs - 1);
            print(Profile.read(recording, Instant.ofEpochMilli(last.startedMillis())));
        }
        System.err.println("Figures: " + ResultFile.write("ingest", started, options.settings(), results));
        return 0;
    }

    private static void print(Profile profile) {
        System.out.printf("%nMillrace, samples of its last round:%n%n%s%n%s", profile.byStage(), profile.byMethod());
        System.out.printf(Locale.ROOT, "%nPauses of the garbage collector: %.2f s%n", profile.pauseSeconds());
    }

    private Corpora corpora(Path scratch) throws Exception {
        TokenCounter counter = TextCorpus.estimate();
        ShortTexts source = TextCorpus.estimated(options.data.folder(), options.tokens);
        Path directory = scratch.resolve("corpus");
        int all = Math.max(options.texts, options.textsOneByOne);
        return new Corpora(
                TextCorpus.write(directory.resolve("all"), source, 0, options.texts, counter),
                TextCorpus.write(directory.resolve("all-warm-up"), source, all, options.texts / WARM_UP_SHARE, counter),
                TextCorpus.write(directory.resolve("few"), source, 0, options.textsOneByOne, counter),
                TextCorpus.write(
                        directory.resolve("few-warm-up"), source, all, options.textsOneByOne / WARM_UP_SHARE, counter));
    }

    private record Corpora(TextCorpus all, TextCorpus allWarmUp, TextCorpus few, TextCorpus fewWarmUp) {
        TextCorpus of(SystemName system) {
            return system.oneByOne() ? few : all;
        }

        TextCorpus warmUp(SystemName system) {
            return system.oneByOne() ? fewWarmUp : allWarmUp;
        }
    }
}
