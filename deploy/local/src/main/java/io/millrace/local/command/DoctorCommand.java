package io.millrace.local.command;

import io.millrace.job.cli.JobCommand;
import io.millrace.job.doctor.Doctor;
import io.millrace.job.doctor.Finding;
import io.millrace.job.doctor.Finding.Verdict;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace doctor}. */
@Command(
        name = "doctor",
        description = {
            "Tries everything that a configuration names, once: each model with a call of a few words, Kafka, Qdrant and"
                    + " the documents' source. Creates and changes nothing.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all that is configured works",
            "1:something doesn't; the line about it says what to change",
            "2:unusable command line or configuration"
        })
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private JobCommand job = new JobCommand();

    @Option(names = "--json", description = "Print an object of JSON for each try, a line each.")
    private boolean json;

    @Override
    public Integer call() {
        // Told as they come: a server that doesn't answer takes its time.
        List<Finding> findings =
                new Doctor(job.load()).findings().peek(this::tell).toList();
        return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.FAILS) ? Failures.FAILED : 0;
    }

    private void tell(Finding finding) {
        System.out.println(json ? finding.json() : finding.line());
    }
}
