/**
 * How to open what the jobs work with. A recipe is shipped to the tasks, which open it late and close it once: clients
 * and models themselves can't travel.
 */
package io.millrace.job.recipe;
