/** Known mistakes of exercise 4.1.5: the solution with one method wrong. */
package org.marksheet.sheet41.reward.mistakes;
