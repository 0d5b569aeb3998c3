/** Known mistakes of exercise 4.1.9: the solution with one method wrong. */
package org.marksheet.sheet41.ppo.mistakes;
