package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTitleTest {
    @Test
    void isTheFirstHeadingOfLevelOne() {
        assertThat(MarkdownTitle.of("intro\n\n## No\n\n# Yes\n\n# Later")).isEqualTo("Yes");
    }

    @Test
    void isAnUnderlinedHeadingToo() {
        assertThat(MarkdownTitle.of("Yes\r\n===\r\n")).isEqualTo("Yes");
    }

    @Test
    void isTheFrontMatterTitleBeforeAnyHeading() {
        assertThat(MarkdownTitle.of("---\nlayout: page\ntitle: \"Front: matter\"\n---\n# Heading"))
                .isEqualTo("Front: matter");
        assertThat(MarkdownTitle.of("---\r\ntitle: Plain\r\n---\r\n")).isEqualTo("Plain");
    }

    @Test
    void passesOverAnEmptyFrontMatterTitle() {
        assertThat(MarkdownTitle.of("---\ntitle: ''\n---\n# Heading")).isEqualTo("Heading");
    }

    @Test
    void isNotACommentInCode() {
        assertThat(MarkdownTitle.of("```sh\n# install\n```\n# Real")).isEqualTo("Real");
        assertThat(MarkdownTitle.of("~~~\n# install\n```\n# still code\n")).isNull();
    }

    @Test
    void isTheHeadingsTextWithoutItsMarks() {
        assertThat(MarkdownTitle.of("# ![logo](l.png) The [*mill*](https://example.invalid) `race` #"))
                .isEqualTo("The mill race");
        assertThat(MarkdownTitle.of("# snake_case_name and __bold__")).isEqualTo("snake_case_name and bold");
    }

    @Test
    void isAbsentWithoutOne() {
        assertThat(MarkdownTitle.of("")).isNull();
        assertThat(MarkdownTitle.of("text\n#hashtag\n## Two")).isNull();
        assertThat(MarkdownTitle.of("---\n---")).isNull();
    }
}
