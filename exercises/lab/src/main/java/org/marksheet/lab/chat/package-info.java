/** Conversations as the text that a model was tuned on, by the template in its checkpoint. */
package org.marksheet.lab.chat;
