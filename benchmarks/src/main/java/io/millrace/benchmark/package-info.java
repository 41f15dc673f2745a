/**
 * Millrace side by side with peers, on data that nobody here made. {@code benchmarks/run NAME} runs one; each is a
 * package with a command: {@code edit} is what an edit costs, {@code quality} is what retrieval finds. They share the
 * texts ({@code corpus}), the ways to cut them ({@code split}) and how figures are told ({@code report}).
 */
package io.millrace.benchmark;
