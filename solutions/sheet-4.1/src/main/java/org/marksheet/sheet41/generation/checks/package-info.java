/** The hidden checks of 4.1.2, with scripted models and random sources. */
package org.marksheet.sheet41.generation.checks;
