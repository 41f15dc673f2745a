package io.millrace.connector.openai.stub;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;

/**
 * A stub in a JVM of its own. Prints its base URL as the first line, and serves until it is killed, or until its
 * standard input ends if {@code --stop-with-stdin true} is given. {@link StubArguments} has the options. {@code GET
 * /stub/totals} answers {@link StubTotals} as JSON; {@code POST /stub/reset} does too, forgets them and fills the
 * allowances up.
 */
public final class StubServer {
    private StubServer() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        StubArguments arguments = new StubArguments(args);
        try (StubOpenAi stub = StubOpenAi.start(arguments.options())) {
            stub.failAtRandom(arguments.seed(), arguments.faults());
            System.out.println(stub.baseUrl());
            System.out.flush();
            if (arguments.stopWithStdin()) {
                System.in.transferTo(OutputStream.nullOutputStream());
            } else {
                new CountDownLatch(1).await();
            }
        }
    }
}
