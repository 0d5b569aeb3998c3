/**
 * Sheet 4.1, supervised fine-tuning and RL fine-tuning.
 *
 * <p>A room per exercise: {@code ppo} (4.1.9, PPO clipping).
 */
package org.marksheet.sheet41;
