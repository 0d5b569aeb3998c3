/** The trainer: given code that lets a language model learn with the methods of this sheet. */
package org.marksheet.sheet41.training;
