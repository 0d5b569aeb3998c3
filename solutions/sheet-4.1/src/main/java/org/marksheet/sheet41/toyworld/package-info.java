/** A small world of film reviews and instructions, from which the sheet's models learn and in which everything can be measured. */
package org.marksheet.sheet41.toyworld;
