package io.millrace.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final String FAMILY = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";

    @Test
    void standBetweenWhiteSpace() {
        assertThat(words(" One two,\u3000three\t")).containsExactly("SENTENCE One", "WORD two,", "CLAUSE three");
    }

    @Test
    void areCutWhereTheyAreTooLongAndNeverWithinACharacter() {
        List<String> runs = words(FAMILY.repeat(100));

        assertThat(runs).hasSizeGreaterThan(10);
        assertThat(runs)
                .allSatisfy(run -> assertThat(run.replaceFirst("^[A-Z]+ ", "").replace(FAMILY, ""))
                        .isEmpty());
    }

    @Test
    void areCutWhereTheirCharactersSayWhateverGoesBefore() {
        String word =
                "aGVsbG8gd29ybGQsIHRoaXMgaXMgYSBsb25nIHRleHQgaW4gYmFzZTY0IGFuZCBpdCBnb2VzIG9uIGFuZCBvbiBhbmQgb24gZm9y"
                        + "IGEgd2hpbGUgdW50aWwgaXQgaXMgbG9uZyBlbm91Z2ggdG8gYmUgY3V0IGluIG1hbnkgcGxhY2VzIGFsbCBvdmVyIHRoZSBw";

        List<String> runs = words(word);
        List<String> shifted = words("x" + word);

        assertThat(shifted).endsWith(runs.subList(runs.size() - 3, runs.size()).toArray(String[]::new));
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Words.each(
                text,
                0,
                text.length(),
                Break.SENTENCE,
                (start, end, before) -> words.add(before + " " + text.substring(start, end)));
        return words;
    }
}
