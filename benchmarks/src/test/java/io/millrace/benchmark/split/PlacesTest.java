package io.millrace.benchmark.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.chunk.Span;
import org.junit.jupiter.api.Test;

class PlacesTest {
    private static final String TEXT = "One two.\n\n\n  Three  four.\n";

    @Test
    void findsASegmentWhoseWhiteSpaceIsAnother() {
        assertThat(Places.next(TEXT, 0, "One two.\n\nThree four.")).isEqualTo(new Span(0, 25));
    }

    @Test
    void findsASegmentAfterTheOneBefore() {
        assertThat(Places.next(TEXT, 8, "Three")).isEqualTo(new Span(13, 18));
    }

    @Test
    void refusesASegmentThatIsNotThere() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Places.next(TEXT, 8, "Thirty"))
                .withMessageContaining("the segment of 6 characters after offset 8 isn't the text's at offset 15");
        assertThatIllegalStateException().isThrownBy(() -> Places.next(TEXT, 8, "Three four. Five."));
        assertThatIllegalStateException()
                .isThrownBy(() -> Places.next(TEXT, 8, " \n"))
                .withMessage("the segment after offset 8 is blank");
    }
}
