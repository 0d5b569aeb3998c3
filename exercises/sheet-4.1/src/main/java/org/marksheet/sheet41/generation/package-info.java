/** Exercise 4.1.2, generation: from logits to tokens, and from prompts to responses. */
package org.marksheet.sheet41.generation;
