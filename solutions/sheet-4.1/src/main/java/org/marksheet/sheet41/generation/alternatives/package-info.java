/** Right answers to 4.1.2, written differently. */
package org.marksheet.sheet41.generation.alternatives;
