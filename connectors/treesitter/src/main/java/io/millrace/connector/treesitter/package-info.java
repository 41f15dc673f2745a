/**
 * Tree-sitter: the syntax of source code in many languages, for the code chunker.
 *
 * <p>It is native code that reads what others wrote, so it is kept on a short lead: nothing overlong or absurdly nested
 * is given to it, a parse that works too long for its text is stopped, and of its functions only those are called that
 * don't recurse.
 */
package io.millrace.connector.treesitter;
