/** What changes weights: an optimizer, the clipping of gradients, a schedule of learning rates. */
package org.marksheet.lab.train;
