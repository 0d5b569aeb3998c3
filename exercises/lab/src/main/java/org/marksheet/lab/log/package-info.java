/** The folder of a run: its settings, a row of figures for each update, and samples from before and after. */
package org.marksheet.lab.log;
