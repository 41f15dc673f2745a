package io.millrace.answer.kept;

import java.util.HashMap;
import java.util.Map;

class InMemoryAnswerStoreTest extends AnswerStoreContract {
    private final Map<String, InMemoryAnswerStore> stores = new HashMap<>();

    @Override
    protected AnswerStore open(String collection) {
        return stores.computeIfAbsent(collection, name -> new InMemoryAnswerStore())
                .reopened();
    }

    @Override
    protected void drop(String collection) {
        stores.remove(collection);
    }
}
