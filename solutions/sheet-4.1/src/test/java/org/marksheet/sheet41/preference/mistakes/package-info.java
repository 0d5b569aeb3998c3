/** What goes wrong in 4.1.4: the self-checks are proven with it. */
package org.marksheet.sheet41.preference.mistakes;
