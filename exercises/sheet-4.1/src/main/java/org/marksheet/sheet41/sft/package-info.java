/** Exercise 4.1.1, supervised fine-tuning: which tokens a model learns from, and how wrong it is on them. */
package org.marksheet.sheet41.sft;
