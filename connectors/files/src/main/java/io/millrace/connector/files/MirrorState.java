package io.millrace.connector.files;

import java.util.Collection;
import java.util.Map;

/**
 * What a checkpoint keeps of a {@link Mirror}. It grows with the number of files that there are, not with what became
 * of them.
 *
 * @param observed when the last listing was made, in milliseconds since the epoch
 * @param complete whether a bounded run has listed all it will read
 * @param known by path below the root
 * @param unsettled files that may still be being written
 * @param pending splits that no reader has
 */
record MirrorState(
        long observed,
        boolean complete,
        Map<String, KnownFile> known,
        Collection<UnsettledFile> unsettled,
        Collection<FileSplit> pending) {}
