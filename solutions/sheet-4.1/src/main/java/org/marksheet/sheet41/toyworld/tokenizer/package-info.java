/** Vocabularies learnt from the toy world's texts, written as tokenizer.json. */
package org.marksheet.sheet41.toyworld.tokenizer;
