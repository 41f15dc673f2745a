package io.millrace.local.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace search}. */
@Command(name = "search", description = "Searches through the running query job, and prints the chunks that fit best.")
final class SearchCommand implements Callable<Integer> {
    @Mixin
    private RequestOptions request = new RequestOptions();

    @Mixin
    private AnswerOptions answer = new AnswerOptions();

    @Override
    public Integer call() throws Exception {
        return answer.of(request.request("search"));
    }
}
