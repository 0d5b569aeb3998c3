/** Exercise 4.1.4, reward models: a number for each answer, learnt from which of two answers people prefer. */
package org.marksheet.sheet41.preference;
