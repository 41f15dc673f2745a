package io.millrace.connector.files;

/** How far a split was passed on; only the task's thread has it. */
final class SplitProgress {
    private FileSplit split;
    private boolean returned;

    SplitProgress(FileSplit split) {
        this.split = split;
    }

    FileSplit split() {
        return split;
    }

    boolean isReturned() {
        return returned;
    }

    void passed(LinePosition after) {
        split = split.at(after);
    }

    void returned() {
        returned = true;
    }
}
