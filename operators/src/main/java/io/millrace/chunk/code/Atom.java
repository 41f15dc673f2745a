package io.millrace.chunk.code;

import java.util.List;

/**
 * A run of source code that isn't cut any more.
 *
 * @param start offset of its first UTF-16 unit
 * @param end offset after its last
 * @param tokens how many it has by itself
 * @param path the names of the declarations around it, outermost first
 * @param level how well a piece may start with it: the lower, the better
 * @param declares whether it is a whole declaration
 */
record Atom(int start, int end, int tokens, List<String> path, int level, boolean declares) {}
