/** Proofs of the diagnosis of exercise 4.1.4: wrong answers that share no code with the catalogue. */
package org.marksheet.sheet41.preference.lookalikes;
