/** The parts that architectures share: attention and its mask, a decoder around a trunk, initial weights. */
package org.marksheet.lab.model.transformer;
