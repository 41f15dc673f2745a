package io.millrace.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.chunk.TokenCounter;
import java.util.List;
import org.junit.jupiter.api.Test;

class RerankRequestsTest {
    private static final int ANY = RerankLimits.UNLIMITED;
    /** A character is a token. */
    private static final TokenCounter CHARACTERS = String::length;

    @Test
    void keepsToTheNumberOfDocuments() {
        assertThat(requests("q", List.of("a", "b", "c"), RerankLimits.ofDocuments(2)))
                .isEqualTo(new RerankRequests("q", List.of(List.of("a", "b"), List.of("c"))));
    }

    @Test
    void countsNoTokensWhereNoneAreLimited() {
        TokenCounter counter = text -> {
            throw new AssertionError("counted");
        };

        assertThat(RerankRequests.of("q", List.of("a"), RerankLimits.ofDocuments(2), counter)
                        .documents())
                .containsExactly(List.of("a"));
    }

    @Test
    void keepsToTheTokensOfARequestWithTheQueryCountedForEachDocument() {
        assertThat(requests("qq", List.of("aaa", "bbb", "ccc"), new RerankLimits(9, ANY, 10, ANY))
                        .documents())
                .containsExactly(List.of("aaa", "bbb"), List.of("ccc"));
        assertThat(requests("qq", List.of("aaa", "bbb", "ccc"), new RerankLimits(9, ANY, 9, ANY))
                        .documents())
                .containsExactly(List.of("aaa"), List.of("bbb"), List.of("ccc"));
    }

    @Test
    void keepsToTheBytesOfARequest() {
        assertThat(requests("ü", List.of("ää", "bb", "cc"), new RerankLimits(9, ANY, ANY, 8))
                        .documents())
                .containsExactly(List.of("ää", "bb"), List.of("cc"));
    }

    @Test
    void sendsAloneWhatIsOverTheLimitOfARequestByItself() {
        assertThat(requests("q", List.of("a", "bbbbbbbbb", "c"), new RerankLimits(9, ANY, ANY, 4))
                        .documents())
                .containsExactly(List.of("a"), List.of("bbbbbbbbb"), List.of("c"));
    }

    @Test
    void cutsADocumentToTheRoomThatTheQueryLeaves() {
        assertThat(requests("qqq", List.of("abcdefghijk", "ab"), new RerankLimits(9, 10, ANY, ANY))
                        .documents())
                .containsExactly(List.of("abcdefg", "ab"));
    }

    @Test
    void cutsAQueryThatWouldLeaveNoRoom() {
        RerankRequests requests = requests("q".repeat(30), List.of("abcdefghijk"), new RerankLimits(9, 10, ANY, ANY));

        assertThat(requests).isEqualTo(new RerankRequests("qqqqq", List.of(List.of("abcde"))));
    }

    @Test
    void limitsBelowOneAreRefused() {
        assertThatThrownBy(() -> new RerankLimits(1, ANY, 0, 1))
                .hasMessageContaining("limits must be at least 1, got documents 1")
                .hasMessageContaining("tokensPerRequest 0");
    }

    private static RerankRequests requests(String question, List<String> texts, RerankLimits limits) {
        return RerankRequests.of(question, texts, limits, CHARACTERS);
    }
}
