/** Checkpoints in the layout of Hugging Face: weights in safetensors files, the model's shape in {@code config.json}. */
package org.marksheet.lab.checkpoint;
