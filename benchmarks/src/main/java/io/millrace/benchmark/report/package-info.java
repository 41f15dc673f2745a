/** How figures are summed up and told: distributions, tables for people, a file for machines. */
package io.millrace.benchmark.report;
