/** JVMs of their own for servers and for those that are measured, and what such a JVM uses. */
package io.millrace.benchmark.process;
