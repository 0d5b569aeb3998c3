/** Conversations with a language model, and rules that tell whether it did as it was told: given code on top of 4.1.2 and 4.1.5. */
package org.marksheet.sheet41.chat;
