/** Training runs as a page: curves, warnings in words, samples before and after. */
package org.marksheet.lab.plot;
