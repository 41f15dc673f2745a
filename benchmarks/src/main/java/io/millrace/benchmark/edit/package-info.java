/** What a small edit of a document costs: the chunks and tokens that must be embedded again. */
package io.millrace.benchmark.edit;
