package io.millrace.benchmark.split;

import io.millrace.benchmark.split.Contender.Known;
import io.millrace.chunk.EmbeddingText;
import io.millrace.chunk.TokenCounter;
import io.millrace.embed.EmbeddingModel;
import io.millrace.failure.FatalException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who takes part: Millrace's chunkers, then the peers, each at every size. */
public final class Contenders {
    private final TokenCounter tokens;
    private final EmbeddingModel model;

    /** Both are asked for the same texts again and again, so they had better remember. */
    public Contenders(TokenCounter tokens, EmbeddingModel model) {
        this.tokens = tokens;
        this.model = model;
    }

    /** Every name there is. */
    public static Set<String> names() {
        Set<String> names = new LinkedHashSet<>(MillraceChunkers.all().keySet());
        names.add(LangChain4jSplitter.NAME);
        return names;
    }

    /** The names of those that cut to a size. */
    public static List<String> sized() {
        List<String> names = new ArrayList<>();
        MillraceChunkers.all().forEach((name, entry) -> {
            if (entry.sized()) {
                names.add(name);
            }
        });
        names.add(LangChain4jSplitter.NAME);
        return names;
    }

    /**
     * Those with the names, in the order of the list of all. One that knows no size is there once.
     *
     * @throws FatalException naming the name that there isn't
     */
    public List<Contender> of(List<String> names, List<Integer> sizes, List<EmbeddingText> embedWith) {
        if (!names().containsAll(names)) {
            throw new FatalException(
                    "unknown-chunker", "--chunkers must be some of %s, got %s".formatted(names(), names));
        }
        List<Contender> contenders = new ArrayList<>();
        for (Map.Entry<String, MillraceChunkers.Entry> entry :
                MillraceChunkers.all().entrySet()) {
            if (names.contains(entry.getKey())) {
                for (int size : entry.getValue().sized() ? sizes : List.of(0)) {
                    embedWith.forEach(with -> contenders.add(millrace(entry.getKey(), entry.getValue(), size, with)));
                }
            }
        }
        if (names.contains(LangChain4jSplitter.NAME)) {
            sizes.forEach(size -> contenders.add(langChain4j(size)));
        }
        return contenders;
    }

    private Contender millrace(String name, MillraceChunkers.Entry entry, int size, EmbeddingText embedWith) {
        var sizes = MillraceChunkers.sizes(Math.max(size, 1));
        var splitter = new MillraceSplitter(entry.recipe().make(sizes, tokens, model), embedWith);
        return new Contender(name, size, embedWith, Known.BY_TEXT_AND_OCCURRENCE, splitter);
    }

    private Contender langChain4j(int size) {
        return new Contender(
                LangChain4jSplitter.NAME,
                size,
                EmbeddingText.NONE,
                Known.BY_TEXT,
                new LangChain4jSplitter(size, tokens));
    }
}
