/** Whether a collection is true to its source, document by document: {@link io.millrace.job.audit.Audit}. */
package io.millrace.job.audit;
