/**
 * What adapters of models that are reached over a network have in common: where a server is, what it says when it
 * refuses, how long it asks to be left alone, and what of it may be repeated.
 */
package io.millrace.model.wire;
