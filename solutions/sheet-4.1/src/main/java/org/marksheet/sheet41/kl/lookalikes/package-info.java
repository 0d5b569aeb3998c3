/** Proofs of the diagnosis of exercise 4.1.7: wrong answers that share no code with the catalogue. */
package org.marksheet.sheet41.kl.lookalikes;
