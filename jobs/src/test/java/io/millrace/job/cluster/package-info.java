/** A Flink standalone session cluster of separate JVMs, and its {@code flink} command, as a user's own cluster has them. */
@NullMarked
package io.millrace.job.cluster;

import org.jspecify.annotations.NullMarked;
