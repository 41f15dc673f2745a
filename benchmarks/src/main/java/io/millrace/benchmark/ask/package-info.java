/** {@code ask}: how long a request takes from being due to being answered, beside the bare calls that it is made of. */
package io.millrace.benchmark.ask;
