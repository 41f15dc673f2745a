package io.millrace.connector.openai.stub;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A stub's command line: {@code --key value}, each key once.
 *
 * <table>
 * <caption>Options</caption>
 * <tr><td>port</td><td>any that is free</td></tr>
 * <tr><td>api-key</td><td>none is asked for</td></tr>
 * <tr><td>models</td><td>more embedding models: {@code name=dimension,…}</td></tr>
 * <tr><td>max-inputs, max-input-tokens, max-request-tokens</td><td>2048, 8192, 300000</td></tr>
 * <tr><td>latency-ms, latency-us-per-token</td><td>0; decimals are allowed</td></tr>
 * <tr><td>requests-per-minute, tokens-per-minute</td><td>0: any number</td></tr>
 * <tr><td>burst-seconds, saved-seconds</td><td>60, and as burst</td></tr>
 * <tr><td>concurrency</td><td>any</td></tr>
 * <tr><td>fail, seed</td><td>shares by chance: {@code 429=0.2,429:1.5=0.1,500=0.05,hang=0.02}; {@link #fault} has the
 * names. 0</td></tr>
 * <tr><td>cheap, count-texts, keep-calls, stop-with-stdin</td><td>false</td></tr>
 * </table>
 */
final class StubArguments {
    private static final Set<String> KEYS = new TreeSet<>(Set.of(
            "port",
            "api-key",
            "models",
            "max-inputs",
            "max-input-tokens",
            "max-request-tokens",
            "latency-ms",
            "latency-us-per-token",
            "requests-per-minute",
            "tokens-per-minute",
            "burst-seconds",
            "saved-seconds",
            "concurrency",
            "fail",
            "seed",
            "cheap",
            "count-texts",
            "keep-calls",
            "stop-with-stdin"));

    private final Map<String, String> given = new HashMap<>();

    StubArguments(String... args) {
        for (int at = 0; at < args.length; at += 2) {
            String key = args[at].startsWith("--") ? args[at].substring(2) : "";
            if (!KEYS.contains(key) || at + 1 == args.length || given.put(key, args[at + 1]) != null) {
                throw new IllegalArgumentException("Expected --key value, each key once, at '%s'. Known keys: %s"
                        .formatted(args[at], String.join(", ", KEYS)));
            }
        }
    }

    StubOptions options() {
        Duration burst = nanos("burst-seconds", 60, 1e9);
        StubOptions options = StubOptions.defaults()
                .withPort(number("port", 0))
                .withLimits(
                        number("max-inputs", 2048),
                        number("max-input-tokens", 8192),
                        number("max-request-tokens", 300_000))
                .withLatency(nanos("latency-ms", 0, 1e6), nanos("latency-us-per-token", 0, 1e3))
                .withRates(
                        number("requests-per-minute", 0),
                        number("tokens-per-minute", 0),
                        burst,
                        given.containsKey("saved-seconds") ? nanos("saved-seconds", 0, 1e9) : burst)
                .withConcurrency(number("concurrency", Integer.MAX_VALUE))
                .withoutKeptRequests();
        String apiKey = given.get("api-key");
        if (apiKey != null) {
            options = options.withApiKey(apiKey);
        }
        for (Map.Entry<String, String> model : pairs("models").entrySet()) {
            options = options.withModel(model.getKey(), Integer.parseInt(model.getValue()));
        }
        options = flag("keep-calls") ? options : options.withoutKeptCalls();
        options = flag("count-texts") ? options.withCountedTexts() : options;
        return flag("cheap") ? options.withCheapVectors() : options;
    }

    Map<Fault, Double> faults() {
        Map<Fault, Double> faults = new LinkedHashMap<>();
        pairs("fail").forEach((name, share) -> faults.put(fault(name), Double.valueOf(share)));
        return faults;
    }

    long seed() {
        return Long.parseLong(given.getOrDefault("seed", "0"));
    }

    boolean stopWithStdin() {
        return flag("stop-with-stdin");
    }

    /**
     * {@code 429} says nothing of when to come back, {@code 429:1.5} does in seconds; other numbers are statuses of the
     * server's own.
     */
    static Fault fault(String name) {
        if (name.startsWith("429:")) {
            return Fault.rateLimited(name.substring(4));
        }
        return switch (name) {
            case "429" -> Fault.rateLimited();
            case "quota" -> Fault.insufficientQuota();
            case "hang" -> Fault.hang();
            case "stalled" -> Fault.stalled();
            case "reset" -> Fault.reset();
            case "truncated" -> Fault.truncated();
            case "error-event" -> Fault.errorEvent();
            case "wrong-count" -> Fault.Spoiled.ONE_VECTOR_MISSING;
            case "nan" -> Fault.Spoiled.NOT_A_NUMBER;
            case "reversed" -> Fault.Spoiled.REVERSED;
            default -> Fault.status(Integer.parseInt(name));
        };
    }

    private Map<String, String> pairs(String key) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : given.getOrDefault(key, "").split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
            } else if (!pair.isEmpty()) {
                throw new IllegalArgumentException("--%s takes name=value,…, got '%s'".formatted(key, pair));
            }
        }
        return pairs;
    }

    private int number(String key, int absent) {
        return Integer.parseInt(given.getOrDefault(key, Integer.toString(absent)));
    }

    private boolean flag(String key) {
        return given.getOrDefault(key, "false").equals("true");
    }

    private Duration nanos(String key, double absent, double unit) {
        return Duration.ofNanos(
                Math.round(Double.parseDouble(given.getOrDefault(key, Double.toString(absent))) * unit));
    }
}
