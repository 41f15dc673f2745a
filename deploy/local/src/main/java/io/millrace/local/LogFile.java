package io.millrace.local;

/** Where a command's log goes: {@code logs/COMMAND.log} in its data directory. It is made when there is a line for it. */
public final class LogFile {
    private static final String PROPERTY = "millrace.log.file";
    private static final String OPTION = "--data";

    private LogFile() {}

    /** Where this process logs to. */
    public static String path() {
        return System.getProperty(PROPERTY, "");
    }

    static void choose(String[] arguments) {
        System.setProperty(PROPERTY, of(arguments));
    }

    /** Read from the bare command line, since logging starts before the command line is understood. */
    static String of(String[] arguments) {
        String command = arguments.length == 0 || arguments[0].startsWith("-") ? "millrace" : arguments[0];
        String data = ".millrace";
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i].startsWith(OPTION + "=")) {
                data = arguments[i].substring(OPTION.length() + 1);
            } else if (arguments[i].equals(OPTION) && i + 1 < arguments.length) {
                data = arguments[i + 1];
            }
        }
        return data + "/logs/" + command.replaceAll("[^a-z]", "") + ".log";
    }
}
