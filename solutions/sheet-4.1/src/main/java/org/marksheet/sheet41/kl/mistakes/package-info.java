/** Known mistakes of exercise 4.1.7: the solution with one method wrong. */
package org.marksheet.sheet41.kl.mistakes;
