/** What may cross between two processes: plain values, and the way from Java objects to them and back. */
package org.marksheet.worker.value;
