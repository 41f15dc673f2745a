/** The texts that are cut, and the questions that are asked of them. */
package io.millrace.benchmark.corpus;
