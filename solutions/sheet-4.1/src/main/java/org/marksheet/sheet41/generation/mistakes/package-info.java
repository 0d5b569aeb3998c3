/** The known mistakes of 4.1.2. */
package org.marksheet.sheet41.generation.mistakes;
