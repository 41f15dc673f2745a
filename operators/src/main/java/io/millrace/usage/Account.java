package io.millrace.usage;

/** What one owner has leased and spent in a period. Guarded by its purse. */
final class Account {
    private final String base;
    private int renamed;
    /** A write under the present name failed, and may take place later than others. */
    private boolean doubtful;

    private Budget.Window window;
    /** Under the present name. */
    private long leased;
    /** Less than nothing when a request cost more than was taken for it: the next lease pays for that. */
    private long available;
    /** The largest request that couldn't be paid. */
    private long wanted;
    /** What the ledger had left when the last lease was refused. */
    private long left = Long.MAX_VALUE;

    private boolean refused;
    /** What was taken and isn't settled yet; {@code earlier} is what of that was taken in an earlier period. */
    private long unsettled;

    private long earlier;

    Account(String owner, Budget.Window window) {
        this.base = owner;
        this.window = window;
    }

    String owner() {
        return renamed == 0 ? base : base + "-" + renamed;
    }

    Budget.Window window() {
        return window;
    }

    /** Leased under the present name. */
    long leased() {
        return leased;
    }

    long available() {
        return available;
    }

    /** Whether the budget has nothing more for what was wanted. */
    boolean isRefused() {
        return refused;
    }

    boolean take(long nanos) {
        if (nanos > 0 && nanos > available) {
            wanted = Math.max(wanted, nanos);
            return false;
        }
        available -= nanos;
        unsettled += nanos;
        return true;
    }

    /** Which request it was isn't said: while any of an earlier period is out, none gives anything back to this one. */
    void settle(long taken, long cost) {
        unsettled -= taken;
        boolean maybeEarlier = earlier > 0;
        earlier = Math.max(0, earlier - taken);
        if (cost > taken || !maybeEarlier) {
            available += taken - cost;
        }
    }

    /** Whether the largest request that waited could be paid now. */
    boolean canPay() {
        return wanted > 0 && wanted <= available;
    }

    /** Under another name: what is in the ledger of the last period stays there for those whose clocks are behind. */
    void begin(Budget.Window next) {
        window = next;
        rename();
        // What was overspent stays owed.
        available = Math.min(available, 0);
        earlier = unsettled;
        left = Long.MAX_VALUE;
        refused = false;
    }

    /** The next lease: the usual part, or what is left, but enough for the largest request. */
    Lease lease(long part) {
        if (doubtful) {
            rename();
        }
        long lacking = Math.max(1, wanted - available);
        return new Lease(owner(), window, leased, Math.max(lacking, Math.min(part, left)));
    }

    void leftOver(long nanos) {
        left = nanos;
    }

    void granted(Lease lease) {
        wanted = 0;
        left = Long.MAX_VALUE;
        // Written under another name, or for a period that is over: it is nobody's.
        if (lease.window().equals(window) && lease.owner().equals(owner())) {
            leased += lease.amount();
            available += lease.amount();
        }
    }

    void refused() {
        refused = true;
    }

    /** No other amount may be written under the present name: what failed could replace it, and make it less. */
    void doubt() {
        doubtful = true;
    }

    /** What is in the ledger under the present name stays there, and counts. */
    private void rename() {
        renamed++;
        leased = 0;
        doubtful = false;
    }

    /** Of what was leased under the present name, what is spent, and what was spent beyond it. */
    long spent() {
        return leased - Math.min(leased, available);
    }
}
