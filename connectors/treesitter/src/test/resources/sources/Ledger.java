package example.ledger;

import java.util.ArrayList;
import java.util.List;

/** What was booked, in order. */
public class Ledger {
    private final List<Entry> entries = new ArrayList<>();

    /** One booking: {@code cents} may be negative. */
    public record Entry(String account, long cents) {
        public Entry {
            if (account.isBlank()) {
                throw new IllegalArgumentException("{ an account needs a name }");
            }
        }
    }

    // Books, and tells the balance after it.
    @Deprecated(since = "2.0")
    public long book(String account, long cents) {
        entries.add(new Entry(account, cents));
        return balance(account);
    }

    public long balance(String account) {
        return entries.stream()
                .filter(entry -> entry.account().equals(account))
                .mapToLong(Entry::cents)
                .sum();
    }
}
