package io.millrace.connector.openai.stub;

import java.io.IOException;
import java.util.Map;

/** What a stub in another JVM is asked over HTTP: its sums, and to forget them. Not counted as calls. */
final class StubControl {
    private static final String TOTALS = "GET /stub/totals";
    private static final String RESET = "POST /stub/reset";

    private final Calls calls;
    private final StubLimits limits;

    StubControl(Calls calls, StubLimits limits) {
        this.calls = calls;
        this.limits = limits;
    }

    boolean knows(HttpExchange.Request request) {
        String asked = asked(request);
        return asked.equals(TOTALS) || asked.equals(RESET);
    }

    /** Both answer with the totals, a reset with those that it forgets. */
    void answer(HttpExchange.Request request, HttpExchange exchange) throws IOException {
        StubTotals totals = calls.totals();
        if (asked(request).equals(RESET)) {
            calls.forget();
            limits.refill(System.nanoTime());
        }
        exchange.reply().write(StubOpenAi.JSON.writeValueAsBytes(totals));
        exchange.send(200, Map.of());
    }

    private static String asked(HttpExchange.Request request) {
        return request.method() + " " + request.path();
    }
}
