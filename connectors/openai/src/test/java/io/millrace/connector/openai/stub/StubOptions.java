package io.millrace.connector.openai.stub;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a stub behaves. Immutable; each {@code with…} gives a changed copy. */
public final class StubOptions {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private int port;
    private @Nullable String apiKey;
    private Map<String, Integer> models =
            Map.of("text-embedding-3-small", 1536, "text-embedding-3-large", 3072, "text-embedding-ada-002", 1536);
    private int maxInputs = 2048;
    private int maxInputTokens = 8192;
    private int maxRequestTokens = 300_000;
    private Duration latency = Duration.ZERO;
    private Duration latencyPerToken = Duration.ZERO;
    private Rates rates = new Rates(0, 0, MINUTE, MINUTE);
    private int concurrency = Integer.MAX_VALUE;
    private boolean keepCalls = true;
    private boolean keepRequests = true;
    private boolean countTexts;
    private boolean cheapVectors;
    private StubFront front = StubFront.OPENAI;

    /**
     * What is allowed in a minute, filled up without a pause.
     *
     * @param requests in a minute, or 0 for any number
     * @param tokens in a minute, or 0 for any number
     * @param burst what can be saved up, as the time that it takes to fill up
     * @param saved what is there at the start, measured likewise
     */
    record Rates(long requests, long tokens, Duration burst, Duration saved) {
        Rates {
            if (requests < 0 || tokens < 0 || burst.isNegative() || burst.isZero() || saved.isNegative()) {
                throw new IllegalArgumentException(
                        "rates must be at least 0 and burst above it, got requests %d, tokens %d, burst %s, saved %s"
                                .formatted(requests, tokens, burst, saved));
            }
        }
    }

    private StubOptions() {}

    private StubOptions(StubOptions from) {
        port = from.port;
        apiKey = from.apiKey;
        models = from.models;
        maxInputs = from.maxInputs;
        maxInputTokens = from.maxInputTokens;
        maxRequestTokens = from.maxRequestTokens;
        latency = from.latency;
        latencyPerToken = from.latencyPerToken;
        rates = from.rates;
        concurrency = from.concurrency;
        keepCalls = from.keepCalls;
        keepRequests = from.keepRequests;
        countTexts = from.countTexts;
        cheapVectors = from.cheapVectors;
        front = from.front;
    }

    /** OpenAI's three models and its limits of a request, no key, no latency, no rates, any free port. */
    public static StubOptions defaults() {
        return new StubOptions();
    }

    /** Listens on this port, or on any that is free for 0. */
    public StubOptions withPort(int newPort) {
        StubOptions changed = new StubOptions(this);
        changed.port = newPort;
        return changed;
    }

    /** What calls must bring as bearer. */
    public StubOptions withApiKey(String newApiKey) {
        StubOptions changed = new StubOptions(this);
        changed.apiKey = newApiKey;
        return changed;
    }

    /** Adds an embedding model. */
    public StubOptions withModel(String model, int dimension) {
        Map<String, Integer> more = new LinkedHashMap<>(models);
        more.put(model, dimension);
        StubOptions changed = new StubOptions(this);
        changed.models = Map.copyOf(more);
        return changed;
    }

    /** Texts in an embedding request, tokens in a text, tokens in a request. */
    public StubOptions withLimits(int inputs, int inputTokens, int requestTokens) {
        StubOptions changed = new StubOptions(this);
        changed.maxInputs = inputs;
        changed.maxInputTokens = inputTokens;
        changed.maxRequestTokens = requestTokens;
        return changed;
    }

    /** Each answer comes so long after its request, whatever else goes on. */
    public StubOptions withLatency(Duration newLatency) {
        return withLatency(newLatency, Duration.ZERO);
    }

    /**
     * Each answer comes so long after its request, whatever else goes on.
     *
     * @param base of every call that the limits let pass, answered or not
     * @param perToken more for each token: of an embedding's input, or of a chat's output
     */
    public StubOptions withLatency(Duration base, Duration perToken) {
        StubOptions changed = new StubOptions(this);
        changed.latency = base;
        changed.latencyPerToken = perToken;
        return changed;
    }

    /** Allows so much in a minute, 0 for any number; a minute's worth can be saved up and is there at the start. */
    public StubOptions withRates(long requestsPerMinute, long tokensPerMinute) {
        return withRates(requestsPerMinute, tokensPerMinute, MINUTE);
    }

    /** As {@link #withRates(long, long)}, with another amount that can be saved up and is there at the start. */
    public StubOptions withRates(long requestsPerMinute, long tokensPerMinute, Duration burst) {
        return withRates(requestsPerMinute, tokensPerMinute, burst, burst);
    }

    /**
     * Token buckets, filled up without a pause. A call that they refuse takes nothing from them.
     *
     * @param burst what can be saved up, as the time that it takes to fill up
     * @param saved what is there at the start, measured likewise
     */
    public StubOptions withRates(long requestsPerMinute, long tokensPerMinute, Duration burst, Duration saved) {
        StubOptions changed = new StubOptions(this);
        changed.rates = new Rates(requestsPerMinute, tokensPerMinute, burst, saved);
        return changed;
    }

    /** Refuses, with 429, a call that arrives while so many are in flight. */
    public StubOptions withConcurrency(int most) {
        StubOptions changed = new StubOptions(this);
        changed.concurrency = most;
        return changed;
    }

    /** {@link StubCall#request()} keeps no bodies. */
    public StubOptions withoutKeptRequests() {
        StubOptions changed = new StubOptions(this);
        changed.keepRequests = false;
        return changed;
    }

    /** {@link StubOpenAi#calls()} stays empty; {@link StubOpenAi#totals()} count all the same, in little memory. */
    public StubOptions withoutKeptCalls() {
        StubOptions changed = new StubOptions(this);
        changed.keepCalls = false;
        return changed;
    }

    /** Counts how often each text was embedded, in some 20 bytes a text. */
    public StubOptions withCountedTexts() {
        StubOptions changed = new StubOptions(this);
        changed.countTexts = true;
        return changed;
    }

    /**
     * For benchmarks: vectors that cost next to nothing and know nothing of meaning, and four characters to a token, so
     * that the stub leaves the machine to what it measures. Latency, limits and faults stay as they are.
     */
    public StubOptions withCheapVectors() {
        StubOptions changed = new StubOptions(this);
        changed.cheapVectors = true;
        return changed;
    }

    /** Speaks as another vendor does. */
    StubOptions withFront(StubFront newFront) {
        StubOptions changed = new StubOptions(this);
        changed.front = newFront;
        return changed;
    }

    int port() {
        return port;
    }

    @Nullable
    String apiKey() {
        return apiKey;
    }

    Map<String, Integer> models() {
        return models;
    }

    int maxInputs() {
        return maxInputs;
    }

    int maxInputTokens() {
        return maxInputTokens;
    }

    int maxRequestTokens() {
        return maxRequestTokens;
    }

    /** From a request's arrival to its answer, in nanoseconds. */
    long latencyNanos(long tokens) {
        return latency.toNanos() + tokens * latencyPerToken.toNanos();
    }

    Rates rates() {
        return rates;
    }

    int concurrency() {
        return concurrency;
    }

    boolean keepCalls() {
        return keepCalls;
    }

    boolean keepRequests() {
        return keepRequests;
    }

    boolean countTexts() {
        return countTexts;
    }

    boolean cheapVectors() {
        return cheapVectors;
    }

    StubFront front() {
        return front;
    }
}
