package io.millrace.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class UnquotedTest {
    @Test
    void saysWhatFailedAndWhereAndNothingThatAMessageQuotes() {
        Exception failure = new IllegalStateException("secret", new IllegalArgumentException("secret too"));

        String logged = logged(Unquoted.of(failure));

        assertThat(logged)
                .contains("java.lang.IllegalStateException")
                .contains("Caused by: io.millrace.failure.Unquoted: java.lang.IllegalArgumentException")
                .contains("at io.millrace.failure.UnquotedTest.saysWhatFailedAndWhere")
                .doesNotContain("secret");
    }

    @Test
    void endsThoughCausesGoInACircle() {
        Exception inner = new IllegalStateException("inner");
        Exception outer = new IllegalArgumentException("outer", inner);
        inner.initCause(outer);

        assertThat(logged(Unquoted.of(outer))).contains("IllegalStateException");
    }

    private static String logged(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
