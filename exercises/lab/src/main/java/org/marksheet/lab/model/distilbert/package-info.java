/** DistilBERT with a head that classifies texts. */
package org.marksheet.lab.model.distilbert;
