package io.millrace.benchmark.ask;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Asks at a steady rate, whatever becomes of the answers: a request's time counts from when it was due, so one that had to
 * wait for its turn because all were slow isn't thought to be fast. One run at a time; answers come on any thread.
 */
final class OpenLoop implements Answers {
    private static final char SEPARATOR = '/';

    private final Map<String, Tally> runs = new ConcurrentHashMap<>();

    /**
     * Asks for so long, and waits for the answers. What comes later is counted too, in what is returned.
     *
     * @param name of the run, no other's
     * @param rate requests a second
     * @param questions by their numbers
     * @param patience for answers, when the last request is sent
     */
    Tally run(String name, double rate, Duration time, Asked asked, IntFunction<String> questions, Duration patience)
            throws InterruptedException {
        int requests = Math.max(1, (int) Math.round(rate * time.toNanos() / 1e9));
        Tally tally = new Tally(requests);
        runs.put(name, tally);
        long start = System.nanoTime();
        for (int number = 0; number < requests; number++) {
            long due = start + Math.round(number * 1e9 / rate);
            awaitNanos(due);
            tally.due(number, due);
            asked.ask(name + SEPARATOR + number, questions.apply(number));
            tally.sent(number, System.nanoTime());
        }
        tally.await(patience);
        return tally;
    }

    @Override
    public void came(String id, long nanos, boolean good, Map<String, Double> stages) {
        int separator = id.lastIndexOf(SEPARATOR);
        Tally tally = separator < 0 ? null : runs.get(id.substring(0, separator));
        if (tally == null) {
            throw new IllegalStateException("an answer came to a request that nobody made: " + id);
        }
        tally.came(Integer.parseInt(id.substring(separator + 1)), nanos, good, stages);
    }

    private static void awaitNanos(long due) throws InterruptedException {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
