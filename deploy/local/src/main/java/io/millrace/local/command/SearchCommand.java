package io.millrace.local.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace search}. */
@Command(
        name = "search",
        description = "Searches through the running query job, and prints the chunks that fit best.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:answered", "1:failed", "2:unusable command line or configuration", "3:no answer to give"})
final class SearchCommand implements Callable<Integer> {
    @Mixin
    private RequestOptions request = new RequestOptions();

    @Override
    public Integer call() throws Exception {
        return request.send("search");
    }
}
