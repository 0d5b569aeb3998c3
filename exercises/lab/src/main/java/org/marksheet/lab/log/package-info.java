/** The folder that a training run leaves: settings, a row of figures for each update, samples. */
package org.marksheet.lab.log;
