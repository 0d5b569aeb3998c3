/** Exercise 4.1.6, policy gradient and the bottleneck: a gradient from rewards that have none. */
package org.marksheet.sheet41.policygradient;
