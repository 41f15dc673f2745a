/**
 * Binds one YAML file to records.
 *
 * <p>A section of the configuration is a record. Its components are its settings: {@code maxTopK} is the key
 * {@code max-top-k}, and {@link io.millrace.job.config.bind.Setting} states default, bounds and description, once, for
 * the binder and for the documentation. Text becomes a tree with line numbers, {@code --set} changes the tree, and the
 * {@link io.millrace.job.config.bind.Binder} makes records of it. Whatever is wrong on the way is gathered and thrown
 * together, as one {@link io.millrace.job.config.bind.ConfigurationException}; no message holds a secret.
 */
package io.millrace.job.config.bind;
