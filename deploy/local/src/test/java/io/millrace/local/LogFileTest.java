package io.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogFileTest {
    @Test
    void isNamedAfterTheCommandInTheUsualDataDirectory() {
        assertThat(LogFile.of(new String[] {"ask", "Why?"})).isEqualTo(".millrace/logs/ask.log");
    }

    @Test
    void isInTheDataDirectoryThatIsGiven() {
        assertThat(LogFile.of(new String[] {"kafka", "--data", "/var/lib/x"})).isEqualTo("/var/lib/x/logs/kafka.log");
        assertThat(LogFile.of(new String[] {"kafka", "--data=/var/lib/x"})).isEqualTo("/var/lib/x/logs/kafka.log");
    }

    @Test
    void hasANameWithoutACommandToo() {
        assertThat(LogFile.of(new String[0])).isEqualTo(".millrace/logs/millrace.log");
        assertThat(LogFile.of(new String[] {"--help"})).isEqualTo(".millrace/logs/millrace.log");
        assertThat(LogFile.of(new String[] {"../ask"})).isEqualTo(".millrace/logs/ask.log");
    }

    @Test
    void leavesADataOptionWithoutAValueToTheCommandLine() {
        assertThat(LogFile.of(new String[] {"kafka", "--data"})).isEqualTo(".millrace/logs/kafka.log");
    }
}
