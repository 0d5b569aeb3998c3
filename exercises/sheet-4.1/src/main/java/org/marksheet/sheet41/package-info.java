/**
 * Sheet 4.1, supervised fine-tuning and RL fine-tuning.
 *
 * <p>A room per exercise: {@code ppo} (4.1.9, PPO clipping). {@code Todos} lists all that is to be written.
 */
package org.marksheet.sheet41;
