/**
 * Sheet 4.1, supervised fine-tuning and RL fine-tuning.
 *
 * <p>A room per exercise: {@code reward} (4.1.5, reward computation), {@code kl} (4.1.7, KL-penalised reward),
 * {@code ppo} (4.1.9, PPO clipping). {@code Todos} lists all that is to be written.
 */
package org.marksheet.sheet41;
