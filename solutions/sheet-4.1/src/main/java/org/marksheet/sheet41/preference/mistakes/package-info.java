/** Known mistakes of exercise 4.1.4: the solution with one method wrong. */
package org.marksheet.sheet41.preference.mistakes;
