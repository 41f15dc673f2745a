package io.millrace.usage;

class InMemorySpendLedgerTest extends SpendLedgerContract {
    private InMemorySpendLedger ledger = new InMemorySpendLedger();

    @Override
    protected void prepare() {
        ledger = new InMemorySpendLedger();
    }

    @Override
    protected SpendLedger open() {
        return ledger.another();
    }
}
