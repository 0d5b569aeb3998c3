/** Exercise 4.1.5, reward computation: a classifier, a rule and an overlap as rewards. */
package org.marksheet.sheet41.reward;
