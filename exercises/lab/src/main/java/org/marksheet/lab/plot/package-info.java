/** Runs as one page: what their figures warn of, curves, samples and settings. */
package org.marksheet.lab.plot;
