package io.millrace.connector.files;

import org.jspecify.annotations.Nullable;

/**
 * A second look at one file.
 *
 * @param key its path below the root
 * @param entry what it is now, or null when there is no such file or it can't be had
 */
record Look(String key, @Nullable FileEntry entry) {}
