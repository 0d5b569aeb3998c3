/** What goes wrong in 4.1.6: the self-checks are proven with it. */
package org.marksheet.sheet41.policygradient.mistakes;
