package org.marksheet.sheet41.toyworld.grammar;

/**
 * A word, or a symbol that stands for words.
 *
 * @param name the word, or the symbol's name
 * @param isSymbol whether there is a rule for it
 */
record Part(String name, boolean isSymbol) {}
