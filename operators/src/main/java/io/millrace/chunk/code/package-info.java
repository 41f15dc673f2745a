/**
 * Cuts source code along its syntax.
 *
 * <p>What is nested in what comes from a {@link io.millrace.chunk.code.SyntaxOutline}, which a module on the class path
 * may bring; where none knows the language, or a text is beyond it, indentation and blank lines say it. From there on
 * all is whole lines: sections that fit stay whole, larger ones are cut into what is nested in them, and small ones are
 * packed with their neighbours.
 */
package io.millrace.chunk.code;
