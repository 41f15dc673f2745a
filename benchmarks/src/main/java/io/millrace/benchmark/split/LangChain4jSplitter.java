package io.millrace.benchmark.split;

import dev.langchain4j.data.document.DocumentSplitter;
import dev.langchain4j.data.document.splitter.DocumentSplitters;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.TokenCountEstimator;
import io.millrace.benchmark.corpus.Corpus;
import io.millrace.chunk.Span;
import io.millrace.chunk.TokenCounter;
import java.util.ArrayList;
import java.util.List;

/** LangChain4j's recommended splitter: paragraphs, else lines, else sentences, else words; no overlap. */
final class LangChain4jSplitter implements Splitter {
    static final String NAME = "langchain4j-recursive";

    private final DocumentSplitter splitter;

    LangChain4jSplitter(int maxTokens, TokenCounter tokens) {
        this.splitter = DocumentSplitters.recursive(maxTokens, 0, new Estimator(tokens));
    }

    @Override
    public List<Segment> split(Corpus corpus) {
        List<Segment> segments = new ArrayList<>();
        int from = 0;
        for (TextSegment segment : splitter.split(dev.langchain4j.data.document.Document.from(corpus.text()))) {
            Span place = Places.next(corpus.text(), from, segment.text());
            segments.add(new Segment(place, segment.text()));
            from = place.end();
        }
        return segments;
    }

    /** Counts as the embedding model does. */
    private record Estimator(TokenCounter tokens) implements TokenCountEstimator {
        @Override
        public int estimateTokenCountInText(String text) {
            return tokens.count(text);
        }

        @Override
        public int estimateTokenCountInMessage(ChatMessage message) {
            throw new UnsupportedOperationException("a splitter has no chat messages");
        }

        @Override
        public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
            throw new UnsupportedOperationException("a splitter has no chat messages");
        }
    }
}
