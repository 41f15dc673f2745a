package io.millrace.connector.files.worker;

import io.millrace.document.Bytes;

/** A main class that parses one page, and from then on a long one again and again, or nothing. */
final class ParsingProcess {
    private ParsingProcess() {}

    /** Arguments: {@code busy} or {@code idle}. Writes one byte after the first page. Ends when it is killed. */
    public static void main(String[] arguments) throws Exception {
        WorkerContentParser parser = new WorkerContentParser(Workers.LIMITS);
        parser.parse(Workers.PAGE, null, "a.html");
        System.out.write('.');
        System.out.flush();
        Bytes page = Workers.longPage();
        while (arguments[0].equals("busy")) {
            parser.parse(page, null, "a.html");
        }
        System.in.read();
    }
}
