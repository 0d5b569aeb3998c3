/** Probabilistic grammars: drawing sentences, and the exact probability of a sentence. */
package org.marksheet.sheet41.toyworld.grammar;
