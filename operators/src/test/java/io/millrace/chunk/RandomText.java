package io.millrace.chunk;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Texts to cut: random ones by their seed, and such as nobody writes. */
final class RandomText {
    private static final String FAMILY = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
    private static final String[] PARTS = {
        "word ",
        "another ",
        "end. ",
        "\n",
        "\n\n",
        "# Head\n",
        "## Sub\n\n",
        "```\n",
        "| a | b |\n",
        "- item\n",
        "1. item\n",
        "\r\n",
        "===\n",
        "日本語。",
        "これは長い文です",
        "\uD83D\uDE00 ",
        "\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00",
        FAMILY,
        "e\u0301",
        "\u00A0\u3000",
        "          ",
        "x".repeat(50),
        "Mr. ",
        "\"Quoted.\" ",
        "a very long sentence that goes on and on and on and on ",
        "A line that is long enough to have been wrapped by a program\n"
    };

    private RandomText() {}

    /** Anything, of up to 200 parts. */
    static String of(Random random) {
        StringBuilder text = new StringBuilder();
        int count = random.nextInt(200);
        for (int i = 0; i < count; i++) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return text.toString();
    }

    /** Sentences of one paragraph. */
    static String sentences(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(sentence(random));
        }
        return text.toString();
    }

    /** From 5 to 24 words, some more often than others, as in a language. */
    static String sentence(Random random) {
        StringBuilder sentence = new StringBuilder("The");
        for (int word = 4 + random.nextInt(20); word > 0; word--) {
            int rank = (int) (2000 * Math.pow(random.nextDouble(), 3));
            sentence.append(' ').append(Integer.toString(100_000 + rank * 7919, 36));
        }
        return sentence.append('.').toString();
    }

    static Stream<Arguments> strange() {
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("white space", " \n\t\r\n\u3000 ".repeat(500)),
                Arguments.of("one letter", "a"),
                Arguments.of("NUL", "\0"),
                Arguments.of("a lone surrogate", "\uD83D \uDE00 x\uD83D"),
                Arguments.of("a huge word", "x".repeat(50_000)),
                Arguments.of("a huge word of emoji", "\uD83D\uDE00".repeat(5_000)),
                Arguments.of("joined emoji", FAMILY.repeat(2_000)),
                Arguments.of("a heap of marks", "a" + "\u0301".repeat(20_000)),
                Arguments.of("Chinese", "我們在這裡討論文本的切分方法。這是第二句話".repeat(500)),
                Arguments.of("Chinese without a stop", "我們在這裡討論".repeat(2_000)),
                Arguments.of("Thai", "ภาษาไทยไม่มีช่องว่างระหว่างคำ".repeat(500)),
                Arguments.of("one line without a stop", "word and more ".repeat(5_000)),
                Arguments.of("full stops", ".".repeat(20_000)),
                Arguments.of("full stops apart", ". ".repeat(20_000)),
                Arguments.of("hashes", "# ".repeat(20_000)),
                Arguments.of("headings only", "# Head\n".repeat(5_000)),
                Arguments.of("headings over nothing", "# A\n## B\n### C\n".repeat(2_000)),
                Arguments.of("a gap", "One sentence." + " \n".repeat(20_000) + "Another one. A third."),
                Arguments.of("an open fence", "```\n" + "int i = 0;\n".repeat(3_000)),
                Arguments.of("a wide table", "| " + "cell | ".repeat(5_000) + "\n|---|\n"),
                Arguments.of("right to left", "هذه جملة عربية؟ وهذه أخرى. ".repeat(500)));
    }

    static Stream<Arguments> large() {
        return Stream.of(
                Arguments.of("sentences", sentences(new Random(1), 2_000)),
                Arguments.of("paragraphs", (sentences(new Random(1), 4) + "\n\n").repeat(500)),
                Arguments.of("100,000 headings", "# H\n\nx y\n\n".repeat(25_000)),
                Arguments.of("a huge word", "x".repeat(200_000)),
                Arguments.of("a line without a stop", "word and more ".repeat(10_000)),
                Arguments.of("a heading of spaces", "# " + " ".repeat(100_000) + "x\n"),
                Arguments.of("numbers and stops", "1. 2. 3. ".repeat(10_000)));
    }
}
