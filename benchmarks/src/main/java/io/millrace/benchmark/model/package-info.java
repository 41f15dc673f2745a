/** The embedding model of every benchmark, which remembers what it was asked: the same texts come again and again. */
package io.millrace.benchmark.model;
