package io.millrace.connector.qdrant;

/** What a call was for. It decides whom a refusal is about, and what its message says. */
enum Action {
    SET_UP("set up"),
    READ("read"),
    WRITE("write to"),
    SEARCH("search");

    private final String words;

    Action(String words) {
        this.words = words;
    }

    /** A verb that takes the collection as its object, as in "could not <i>write to</i> collection 'docs'". */
    String words() {
        return words;
    }
}
