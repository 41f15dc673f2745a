package io.millrace.benchmark.ask;

import io.millrace.benchmark.corpus.ShortTexts;
import io.millrace.benchmark.ingest.system.CorpusText;
import io.millrace.benchmark.process.ChildJvm;
import io.millrace.benchmark.process.ClassPath;
import io.millrace.benchmark.profile.Profile;
import io.millrace.benchmark.report.Distribution;
import io.millrace.benchmark.report.ResultFile;
import io.millrace.benchmark.server.StubServer;
import io.millrace.benchmark.server.TimeText;
import io.millrace.document.json.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ask}: what Millrace adds to the calls that an answer is made of, and how many requests it bears. */
@Command(
        name = "ask",
        description = {
            "Asks at a steady rate, through Kafka and Millrace's query job, and by the bare calls alone: to embed, to"
                    + " search, to write. Both have the same stubs and the same store, in turn.",
            "A request's time counts from when it was due, however late it was sent."
        })
public final class AskCommand implements Callable<Integer> {
    private static final String COLLECTION = "ask";
    private static final String REQUESTS = "requests";
    private static final String ANSWERS = "answers";
    private static final String BARE = "bare";
    private static final String MILLRACE = "millrace";
    private static final int QUESTION_WORDS = 12;
    private static final double PRECISION = 0.1;
    private static final Duration HELD = Duration.ofSeconds(2);
    // Longer than query.timeout.
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    // For answers that come a second time.
    private static final long AFTERWARDS_SECONDS = 2;

    @Mixin
    private AskOptions options = new AskOptions();

    private final OpenLoop loop = new OpenLoop();
    private final List<AskRun> runs = new ArrayList<>();
    private ProcessorTimes processors = new ProcessorTimes(Map.of());
    private int asked;

    /** A run that is over. */
    private record AskRun(String system, double rate, boolean search, Tally tally, Map<String, Double> processors) {
        AskTable.Result result() {
            return new AskTable.Result(system, rate, search, tally.counted(), processors);
        }
    }

    @Override
    public Integer call() throws Exception {
        Instant started = Instant.now();
        ShortTexts texts = ShortTexts.read(
                options.data.folder(), StubServer.CHARACTERS_PER_TOKEN * options.tokens, String::length);
        double bareHighest = 0;
        double highest = 0;
        Instant ready;
        try (AskServers servers = new AskServers(options.embeddingLatency, options.chatLatency);
                ChildJvm job = start(servers, texts)) {
            awaitReady(job);
            Map<String, Long> pids = new HashMap<>(servers.pids());
            pids.put("job", job.pid());
            processors = new ProcessorTimes(pids);
            ready = Instant.now();
            try (BareSequence bare = new BareSequence(servers, COLLECTION, options.hybrid(), loop);
                    KafkaRequests millrace =
                            KafkaRequests.open(servers.broker(), REQUESTS, ANSWERS, options.committed(), loop)) {
                Duration warmUp = time(options.warmUp);
                run(BARE, bare, options.rate, false, warmUp, texts);
                run(MILLRACE, millrace, options.rate, false, warmUp, texts);
                runs.clear();
                for (int round = 0; round < options.runs; round++) {
                    tell(run(BARE, bare, options.rate, false, time(options.time), texts));
                    tell(run(MILLRACE, millrace, options.rate, false, time(options.time), texts));
                }
                if (!time(options.highest).isZero()) {
                    bareHighest = highest(BARE, bare, texts);
                    highest = highest(MILLRACE, millrace, texts);
                }
                TimeUnit.SECONDS.sleep(AFTERWARDS_SECONDS);
            }
        }
        if (options.profile != null) {
            Profile recorded = Profile.read(options.profile, ready);
            System.err.printf(
                    Locale.ROOT,
                    "%n%s%n%s%nPauses of the garbage collector: %.2f s%n",
                    recorded.byStage(),
                    recorded.byMethod(),
                    recorded.pauseSeconds());
        }
        List<AskTable.Result> results = runs.stream().map(AskRun::result).toList();
        System.out.print(AskTable.of(results));
        System.out.print(AskTable.stages(results, MILLRACE));
        System.out.printf(
                Locale.ROOT,
                "Added to the bare calls: p50 %.1f ms, p99 %.1f ms (medians of the runs)%n",
                AskTable.added(results, BARE, MILLRACE, Distribution::median),
                AskTable.added(results, BARE, MILLRACE, Distribution::p99));
        System.out.printf(
                Locale.ROOT,
                "Highest rate with p99 under %d s: bare %.0f/s, millrace %.0f/s (0: not looked for)%n",
                HELD.toSeconds(),
                bareHighest,
                highest);
        System.err.println("Figures: " + ResultFile.write("ask", started, options.settings(), results));
        return 0;
    }

    private ChildJvm start(AskServers servers, ShortTexts texts) throws IOException {
        Path order = servers.directory().resolve("order.json");
        Json.MAPPER.writeValue(order.toFile(), new AskJob.Order(documents(servers, texts), settings(servers)));
        List<String> jvm = new ArrayList<>(List.of("-Xmx1g"));
        if (options.profile != null) {
            jvm.add("-XX:StartFlightRecording:settings=profile,filename=" + options.profile.toAbsolutePath());
        }
        return ChildJvm.start("the job", jvm, ClassPath.own(), AskJob.class.getName(), List.of(order.toString()));
    }

    /** A JVM that is recorded says so on its standard output, before the job says anything. */
    private static void awaitReady(ChildJvm job) throws IOException {
        String line = job.line();
        while (!line.equals(AskJob.READY)) {
            line = job.line();
        }
    }

    private Path documents(AskServers servers, ShortTexts texts) throws IOException {
        Path folder = Files.createDirectories(servers.directory().resolve("documents"));
        try (BufferedWriter lines = Files.newBufferedWriter(folder.resolve("texts.jsonl"))) {
            for (int number = 0; number < options.documents; number++) {
                lines.write(new CorpusText("text-" + number, texts.text(number)).line());
                lines.newLine();
            }
        }
        return folder;
    }

    private List<String> settings(AskServers servers) {
        List<String> settings = new ArrayList<>(List.of(
                "job.parallelism=" + options.parallelism,
                "kafka.bootstrap-servers=" + servers.broker(),
                "kafka.requests-topic=" + REQUESTS,
                "kafka.answers-topic=" + ANSWERS,
                "kafka.delivery=" + options.delivery,
                "embedding.provider=openai",
                "embedding.base-url=" + servers.embedding(),
                "chat.provider=openai",
                "chat.base-url=" + servers.chat(),
                "chunking.chunker=whole",
                "qdrant.url=" + servers.store(),
                "qdrant.collection=" + COLLECTION,
                "query.mode=" + options.mode));
        settings.addAll(options.more);
        return settings;
    }

    private AskRun run(String system, Asked who, double rate, boolean search, Duration time, ShortTexts texts)
            throws InterruptedException {
        int first = asked;
        String name = system + "-" + first;
        Tally tally = loop.run(name, rate, time, who, number -> question(texts, first + number), PATIENCE);
        asked += tally.requests();
        AskRun done = new AskRun(system, rate, search, tally, processors.perRequest(tally.requests()));
        runs.add(done);
        return done;
    }

    /** No two are the same, as no cache shall answer. */
    private static String question(ShortTexts texts, int number) {
        String[] words = texts.text(number).split(" ", QUESTION_WORDS + 1);
        return "What is known of "
                + String.join(" ", List.of(words).subList(0, Math.min(words.length, QUESTION_WORDS)))
                + "?";
    }

    private double highest(String system, Asked who, ShortTexts texts) throws Exception {
        return HighestRate.find(options.rate, PRECISION, options.most, rate -> {
            AskRun done = run(system, who, rate, true, time(options.highest), texts);
            tell(done);
            return done.tally().counted().held(HELD);
        });
    }

    private static void tell(AskRun run) {
        System.err.println(AskTable.line(run.result()));
    }

    private static Duration time(String text) {
        return Duration.ofNanos(Math.round(TimeText.seconds(text) * 1e9));
    }
}
