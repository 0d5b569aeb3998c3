/** Exercise 4.1.9, PPO clipping: the losses that a policy and its value head are trained with. */
package org.marksheet.sheet41.ppo;
