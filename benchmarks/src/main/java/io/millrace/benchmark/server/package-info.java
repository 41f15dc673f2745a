/** The servers that every system talks to, each in a JVM of its own. */
package io.millrace.benchmark.server;
