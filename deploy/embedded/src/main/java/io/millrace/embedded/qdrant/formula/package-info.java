/** Formulas that make one score of others, of payload fields and of conditions. */
package io.millrace.embedded.qdrant.formula;
