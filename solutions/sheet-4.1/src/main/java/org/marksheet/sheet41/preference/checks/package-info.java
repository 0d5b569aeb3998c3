/** Hidden checks of exercise 4.1.4, one class per method, with expected numbers from hand or plain loops. */
package org.marksheet.sheet41.preference.checks;
