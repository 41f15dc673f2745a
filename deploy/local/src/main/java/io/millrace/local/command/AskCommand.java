package io.millrace.local.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace ask}. */
@Command(name = "ask", description = "Asks the running query job a question, and prints the answer with its sources.")
final class AskCommand implements Callable<Integer> {
    @Mixin
    private RequestOptions request = new RequestOptions();

    @Mixin
    private ImageOptions images = new ImageOptions();

    @Option(
            names = "--stream",
            description =
                    "Print the text while it is written, then its sources. With --json: each piece on a line, as the"
                            + " topic holds it, then the answer.")
    private boolean stream;

    @Mixin
    private AnswerOptions answer = new AnswerOptions();

    @Override
    public Integer call() throws Exception {
        ObjectNode asked = request.request("ask");
        images.describe(asked);
        return stream ? answer.streamed(asked) : answer.of(asked);
    }
}
