/** The PyTorch engine behind DJL: how it is started, and gradients as plain method calls. */
package org.marksheet.lab.tensor;
