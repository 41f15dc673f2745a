package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTextsTest {
    private final Vector vector = new Vector(new float[10]);
    private final long entry = RecentTexts.sizeOf("a", vector);

    @Test
    void keepsWhatCameLast() {
        RecentTexts recent = new RecentTexts(2 * entry);
        recent.put("a", vector);
        recent.put("b", vector);
        recent.put("c", vector);

        assertThat(recent.get("a")).isNull();
        assertThat(recent.get("b")).isSameAs(vector);
        assertThat(recent.get("c")).isSameAs(vector);
    }

    @Test
    void keepsWhatWasAskedForLately() {
        RecentTexts recent = new RecentTexts(2 * entry);
        recent.put("a", vector);
        recent.put("b", vector);
        recent.get("a");
        recent.put("c", vector);

        assertThat(recent.get("a")).isSameAs(vector);
        assertThat(recent.get("b")).isNull();
    }

    @Test
    void countsATextThatComesAgainOnce() {
        RecentTexts recent = new RecentTexts(2 * entry);
        recent.put("a", vector);
        recent.put("b", vector);
        recent.put("b", vector);

        assertThat(recent.get("a")).isSameAs(vector);
    }

    @Test
    void keepsNothingThatIsLargerThanAll() {
        RecentTexts recent = new RecentTexts(entry);
        recent.put("x".repeat(1000), vector);

        assertThat(recent.get("x".repeat(1000))).isNull();
    }
}
