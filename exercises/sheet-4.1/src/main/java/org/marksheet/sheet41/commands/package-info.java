/** What a student runs: train a model, let one write, score texts. */
package org.marksheet.sheet41.commands;
