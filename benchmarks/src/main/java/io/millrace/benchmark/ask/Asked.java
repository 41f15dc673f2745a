package io.millrace.benchmark.ask;

/** Who answers questions. */
interface Asked extends AutoCloseable {
    /** Begins to answer, and doesn't wait; by one thread. */
    void ask(String id, String question);

    @Override
    void close();
}
