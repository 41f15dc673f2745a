package io.millrace.local.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace ask}. */
@Command(
        name = "ask",
        description = "Asks the running query job a question, and prints the answer with its sources.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:answered", "1:failed", "2:unusable command line or configuration", "3:no answer to give"})
final class AskCommand implements Callable<Integer> {
    @Mixin
    private RequestOptions request = new RequestOptions();

    @Override
    public Integer call() throws Exception {
        return request.send("ask");
    }
}
