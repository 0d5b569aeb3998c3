/** Wrong answers to exercise 4.1.9 in plain loops: proof that the diagnosis looks at behaviour, not at code. */
package org.marksheet.sheet41.ppo.lookalikes;
