package io.millrace.connector.files;

import io.millrace.failure.FatalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the files, on a thread of Flink's for such work, and hands out splits to the readers that ask. All else
 * happens on the coordinator's thread.
 */
final class DocumentEnumerator implements SplitEnumerator<FileSplit, MirrorState> {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentEnumerator.class);

    private final FileSettings settings;
    private final SplitEnumeratorContext<FileSplit> context;
    private final Mirror mirror;
    private final LongSupplier clock;
    private final Set<Integer> waiting = new LinkedHashSet<>();

    /** Written by the coordinator's thread, read by the one that looks. */
    private volatile List<UnsettledFile> unsettled;

    private final Counter scans;
    private final Counter failedScans;
    private boolean rootLost;

    /** The clock tells milliseconds since the epoch. */
    DocumentEnumerator(
            FileSettings settings, SplitEnumeratorContext<FileSplit> context, Mirror mirror, LongSupplier clock) {
        this.settings = settings;
        this.context = context;
        this.mirror = mirror;
        this.clock = clock;
        this.unsettled = mirror.unsettled();
        this.scans = context.metricGroup().counter("scans");
        this.failedScans = context.metricGroup().counter("failedScans");
    }

    private record Scan(FoundFiles found, LookTime time) {}

    private record Looks(List<Look> looks, LookTime time) {}

    @Override
    public void start() {
        context.metricGroup().setUnassignedSplitsGauge(() -> (long) mirror.pendingSplits());
        context.metricGroup().gauge("filesKnown", mirror::knownFiles);
        context.metricGroup().gauge("filesDeleted", mirror::departed);
        context.metricGroup().gauge("filesUnseen", mirror::unseen);
        if (settings.watch() != null) {
            context.callAsync(this::scan, this::scanned, 0, settings.watch().toMillis());
        } else if (!mirror.isComplete()) {
            context.callAsync(this::scan, this::scanned);
        }
        long quiet = Settling.QUIET.toMillis();
        context.callAsync(this::lookAgain, this::lookedAgain, quiet, quiet);
    }

    private Scan scan() throws IOException {
        long started = clock.getAsLong();
        FoundFiles found = FileScan.of(settings.root(), settings.included());
        return new Scan(found, new LookTime(started, clock.getAsLong()));
    }

    private void scanned(@Nullable Scan scan, @Nullable Throwable failure) {
        scans.inc();
        if (scan == null) {
            failedScans.inc();
            rootFailed(failure);
            return;
        }
        int unseen = mirror.unseen();
        mirror.scanned(scan.found(), scan.time());
        if (rootLost) {
            LOG.info("{} can be listed again", settings.root());
            rootLost = false;
        }
        if (mirror.unseen() > unseen) {
            LOG.warn(
                    "{} of {} known files under {} can't be seen, because a directory can't be listed, a volume isn't mounted or the root is empty: they aren't deleted",
                    mirror.unseen(),
                    mirror.knownFiles(),
                    settings.root());
        }
        handOut();
    }

    private void rootFailed(@Nullable Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (settings.watch() == null) {
            throw new FatalException(
                    "unreadable-path",
                    "files.path '%s' can't be read at %s: %s".formatted(settings.path(), settings.root(), failure),
                    failure);
        }
        if (!rootLost) {
            LOG.warn(
                    "{} can't be listed ({}): nothing is deleted, and it is tried again every {}",
                    settings.root(),
                    failure,
                    settings.watch());
        }
        rootLost = true;
    }

    private Looks lookAgain() {
        long started = clock.getAsLong();
        List<Look> looks = new ArrayList<>();
        for (UnsettledFile file : unsettled) {
            if (Settling.hasRested(file, started)) {
                looks.add(new Look(file.split().key(), look(file)));
            }
        }
        return new Looks(looks, new LookTime(started, clock.getAsLong()));
    }

    private static @Nullable FileEntry look(UnsettledFile file) {
        try {
            FileEntry entry = Listing.entry(file.split().path());
            return entry.type() == FileEntry.Type.FILE ? entry : null;
        } catch (IOException | RuntimeException e) {
            LOG.debug("a file can't be looked at again: {}", e.toString());
            return null;
        }
    }

    private void lookedAgain(@Nullable Looks looks, @Nullable Throwable failure) {
        if (looks == null) {
            throw new IllegalStateException("a second look at files failed", failure);
        }
        mirror.lookedAgain(looks.looks(), looks.time());
        handOut();
    }

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {
        waiting.add(subtask);
        assign();
    }

    @Override
    public void handleSourceEvent(int subtask, SourceEvent event) {
        if (!(event instanceof SplitReturned returned)) {
            throw new IllegalArgumentException("the files source knows no event " + event.getClass());
        }
        mirror.returned(returned.split(), clock.getAsLong());
        if (context.registeredReaders().containsKey(subtask)) {
            context.sendEventToSourceReader(
                    subtask, new ReturnTaken(returned.split().splitId()));
        }
        handOut();
    }

    @Override
    public void addSplitsBack(List<FileSplit> splits, int subtask) {
        mirror.addBack(splits);
        assign();
    }

    @Override
    public void addReader(int subtask) {
        // It asks for a split when it wants one.
    }

    /** What is to be looked at again may be other files now, and there may be splits. */
    private void handOut() {
        unsettled = mirror.unsettled();
        assign();
    }

    /** Gives what there is to those who wait. A reader that returns a split asks again, so it can't have been let go. */
    private void assign() {
        for (Iterator<Integer> readers = waiting.iterator(); readers.hasNext(); ) {
            int reader = readers.next();
            if (!context.registeredReaders().containsKey(reader)) {
                // It failed while it waited; the one that takes its place asks for itself.
                readers.remove();
                continue;
            }
            FileSplit split = mirror.next();
            if (split != null) {
                readers.remove();
                context.assignSplit(split, reader);
            } else if (mirror.isExhausted()) {
                readers.remove();
                context.signalNoMoreSplits(reader);
            } else {
                return;
            }
        }
    }

    @Override
    public MirrorState snapshotState(long checkpointId) {
        return mirror.state();
    }

    @Override
    public void close() {
        // Flink ends the threads that look.
    }
}
