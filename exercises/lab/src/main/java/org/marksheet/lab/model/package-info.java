/** Models as a sheet's code sees them, whatever their architecture: a language model with a cache, a classifier of texts. */
package org.marksheet.lab.model;
