package io.millrace.connector.openai;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Call;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Ties each request to its HTTP call, so that the call can be given up. The SDK hands out a dependent stage of the
 * transport's future, and cancelling that stage wouldn't reach the wire. A ticket's number travels in a header as far as
 * this interceptor, which takes it off.
 */
final class AbandonableCalls implements Interceptor {
    static final String HEADER = "X-Millrace-Call";

    private final ConcurrentMap<String, Ticket> tickets = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    /** A ticket for one call, sent only while it is open. */
    Ticket open() {
        Ticket ticket = new Ticket(Long.toString(numbers.incrementAndGet()));
        tickets.put(ticket.number, ticket);
        return ticket;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        String number = request.header(HEADER);
        Ticket ticket = number == null ? null : tickets.get(number);
        if (ticket == null || !ticket.attach(chain.call())) {
            throw new IOException("The call was given up before it was sent");
        }
        return chain.proceed(request.newBuilder().removeHeader(HEADER).build());
    }

    /** One call's ticket. Safe for use by many threads. */
    final class Ticket implements AutoCloseable {
        private final String number;
        private @Nullable Call call;
        private boolean closed;

        private Ticket(String number) {
            this.number = number;
        }

        String number() {
            return number;
        }

        private synchronized boolean attach(Call sent) {
            call = sent;
            return !closed;
        }

        /** Gives the call up, sent or not; a call that is over stays as it is. */
        @Override
        public synchronized void close() {
            tickets.remove(number);
            closed = true;
            if (call != null) {
                call.cancel();
            }
        }
    }
}
