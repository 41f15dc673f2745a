package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuotableTest {
    @Test
    void findsSentencesOfProse() {
        assertThat(quotes("The wheel turns slowly. The stones grind the grain."))
                .containsExactly("The wheel turns slowly.", "The stones grind the grain.");
    }

    @Test
    void findsListItemsWithoutTheirMarkers() {
        assertThat(quotes("- the first of the items\n- the second of the items\n1. the third of the items\n"))
                .containsExactly("the first of the items", "the second of the items", "the third of the items");
    }

    @Test
    void joinsTheLinesOfAParagraph() {
        assertThat(quotes("The wheel turns\nslowly in spring.\n\nThe end of it all."))
                .containsExactly("The wheel turns\nslowly in spring.", "The end of it all.");
    }

    @Test
    void leavesHeadingsTablesCodeAndLabelsOut() {
        String text =
                "# A heading of some length\n\n| a table | of some length |\n\n```\ncode of some length here\n```\n\nNote:\n";

        assertThat(quotes(text)).isEmpty();
    }

    private static List<String> quotes(String text) {
        return Quotable.in(text).stream()
                .map(span -> text.substring(span.start(), span.end()))
                .toList();
    }
}
