package io.millrace.rerank;

import io.millrace.chunk.TokenCounter;
import io.millrace.embed.TokenLimit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A question with its documents, cut and divided as a model's limits want it.
 *
 * @param query the question, cut where it would leave no room for a document
 * @param documents the documents of each request; one after the other, they are all of them in order
 */
record RerankRequests(String query, List<List<String>> documents) {
    static RerankRequests of(String question, List<String> texts, RerankLimits limits, TokenCounter tokens) {
        boolean cuts = limits.tokensPerPair() != RerankLimits.UNLIMITED;
        boolean counts = limits.tokensPerRequest() != RerankLimits.UNLIMITED;
        // At the least half of a pair stays the document's.
        String query = cuts ? TokenLimit.cut(question, Math.max(1, limits.tokensPerPair() / 2), tokens) : question;
        int queryTokens = cuts || counts ? tokens.count(query) : 0;
        int queryBytes = bytes(query);

        List<List<String>> requests = new ArrayList<>();
        List<String> request = new ArrayList<>();
        long requestTokens = 0;
        long requestBytes = queryBytes;
        for (String text : texts) {
            String document =
                    cuts ? TokenLimit.cut(text, Math.max(1, limits.tokensPerPair() - queryTokens), tokens) : text;
            long pairTokens = counts ? queryTokens + tokens.count(document) : 0;
            int documentBytes = bytes(document);
            boolean full = request.size() == limits.documents()
                    || requestTokens + pairTokens > limits.tokensPerRequest()
                    || requestBytes + documentBytes > limits.bytesPerRequest();
            if (full && !request.isEmpty()) {
                requests.add(List.copyOf(request));
                request.clear();
                requestTokens = 0;
                requestBytes = queryBytes;
            }
            request.add(document);
            requestTokens += pairTokens;
            requestBytes += documentBytes;
        }
        if (!request.isEmpty()) {
            requests.add(List.copyOf(request));
        }
        return new RerankRequests(query, requests);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
