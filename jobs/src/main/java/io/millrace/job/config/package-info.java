/**
 * The configuration: one YAML file, read into records that can't be wrong. {@link io.millrace.job.config.MillraceConfig}
 * is the whole of it, and each other record a section; {@code docs/configuration.md} is generated from them.
 */
package io.millrace.job.config;
