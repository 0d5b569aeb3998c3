/** What goes wrong in 4.1.1: the self-checks are proven with it. */
package org.marksheet.sheet41.sft.mistakes;
