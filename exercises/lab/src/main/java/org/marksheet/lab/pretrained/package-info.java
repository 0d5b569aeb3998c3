/** From a checkpoint to the model that is in it, of whatever architecture; and the model that learns from rewards. */
package org.marksheet.lab.pretrained;
