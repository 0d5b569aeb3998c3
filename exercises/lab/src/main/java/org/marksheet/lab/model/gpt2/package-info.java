/** GPT-2. */
package org.marksheet.lab.model.gpt2;
