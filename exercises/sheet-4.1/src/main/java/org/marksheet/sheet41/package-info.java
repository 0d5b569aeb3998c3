/**
 * Sheet 4.1, supervised fine-tuning and RL fine-tuning.
 *
 * <p>A room per exercise: {@code sft} (4.1.1, supervised fine-tuning), {@code generation} (4.1.2), {@code preference}
 * (4.1.4, reward models), {@code reward} (4.1.5, reward computation), {@code policygradient} (4.1.6, policy gradient
 * and the bottleneck), {@code kl} (4.1.7, KL-penalised reward), {@code advantages} (4.1.8), {@code ppo} (4.1.9, PPO
 * clipping). {@code Todos} lists all that is to be written. Three rooms are given: {@code training} puts the exercises
 * together and lets a model learn, {@code chat} lets a model answer, {@code commands} is what students run.
 */
package org.marksheet.sheet41;
