/** The Llama family: Llama, and Phi-3, which stores the same weights in fewer pieces. */
package org.marksheet.lab.model.llama;
