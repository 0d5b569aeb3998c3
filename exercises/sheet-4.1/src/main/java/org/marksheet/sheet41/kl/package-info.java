/** Exercise 4.1.7, KL-penalised reward: how far the policy has gone, and what that costs. */
package org.marksheet.sheet41.kl;
