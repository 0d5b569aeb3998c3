/** From texts to batches of tokens and back. */
package org.marksheet.lab.text;
