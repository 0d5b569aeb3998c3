/** Exercise 4.1.8, advantages: how much better each token was than the value head expected. */
package org.marksheet.sheet41.advantages;
