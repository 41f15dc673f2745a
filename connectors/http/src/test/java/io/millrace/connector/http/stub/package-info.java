/**
 * Servers for tests that speak what providers of models speak, with their limits and errors: they refuse what the
 * real ones refuse, and fields that nobody knows.
 */
package io.millrace.connector.http.stub;
