/** Wrong answers to 4.1.2 that share no code with its catalogue. */
package org.marksheet.sheet41.generation.lookalikes;
