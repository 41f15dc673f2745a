package io.millrace.chunk.code;

import java.util.Random;

/** Text that looks like damaged code. */
public final class RandomText {
    private static final String[] BITS = {
        "class A", "def f(x)", "(", ")", "{", "}", "[", "]", ";", ",", "\n", "\n\n", "\n    ", "\n\t", "  ", "\r\n",
                "\"", "'",
        "/*", "*/", "//", "#", "@x", "end", "é", "漢字", "\uD83D\uDE00", "\uD83D", "a.b", "=", "`", "${", "<", ">", "\0",
                "\u2028"
    };

    private RandomText() {}

    public static String of(Random random) {
        StringBuilder text = new StringBuilder();
        int count = 1 + random.nextInt(400);
        for (int i = 0; i < count; i++) {
            String bit = BITS[random.nextInt(BITS.length)];
            text.append(random.nextInt(40) == 0 ? bit.repeat(1 + random.nextInt(60)) : bit);
        }
        return text.toString();
    }
}
