/** Right answers to exercise 4.1.4 that share no line with the solution. */
package org.marksheet.sheet41.preference.alternatives;
