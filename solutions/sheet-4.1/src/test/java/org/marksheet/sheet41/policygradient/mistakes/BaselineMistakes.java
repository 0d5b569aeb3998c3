package org.marksheet.sheet41.policygradient.mistakes;

import ai.djl.ndarray.NDArray;
import org.marksheet.grader.api.Mistake;
import org.marksheet.sheet41.policygradient.LeaveOneOutPolicyGradient;

/** What goes wrong in 4.1.6.a. */
public final class BaselineMistakes {
    private BaselineMistakes() {}

    /** The mean of all responses, the own one included. */
    @Mistake(value = "own-reward-included", todo = "4.1.6.a")
    public static class OwnRewardIncluded extends LeaveOneOutPolicyGradient {
        @Override
        public NDArray baseline(NDArray rewards) {
            requireOneDimension(rewards.getShape());
            NDArray reward = rewards.stopGradient();
            return reward.mean().broadcast(reward.getShape());
        }
    }

    /** The others' sum, divided by the number of all. */
    @Mistake(value = "divided-by-all", todo = "4.1.6.a")
    public static class DividedByAll extends LeaveOneOutPolicyGradient {
        @Override
        public NDArray baseline(NDArray rewards) {
            requireOneDimension(rewards.getShape());
            NDArray reward = rewards.stopGradient();
            return reward.sum().sub(reward).div(reward.size());
        }
    }

    /** The others' sum. */
    @Mistake(value = "not-divided", todo = "4.1.6.a")
    public static class NotDivided extends LeaveOneOutPolicyGradient {
        @Override
        public NDArray baseline(NDArray rewards) {
            requireOneDimension(rewards.getShape());
            NDArray reward = rewards.stopGradient();
            return reward.sum().sub(reward);
        }
    }

    /** One number for the whole batch. */
    @Mistake(value = "one-for-the-batch", todo = "4.1.6.a")
    public static class OneForTheBatch extends LeaveOneOutPolicyGradient {
        @Override
        public NDArray baseline(NDArray rewards) {
            requireOneDimension(rewards.getShape());
            return rewards.stopGradient().mean();
        }
    }

    /** No baseline. */
    @Mistake(value = "always-zero", todo = "4.1.6.a")
    public static class AlwaysZero extends LeaveOneOutPolicyGradient {
        @Override
        public NDArray baseline(NDArray rewards) {
            requireOneDimension(rewards.getShape());
            return rewards.zerosLike();
        }
    }

    /** 0 divided by 0 in a batch of one. */
    @Mistake(value = "batch-of-one-is-nan", todo = "4.1.6.a")
    public static class BatchOfOneIsNan extends LeaveOneOutPolicyGradient {
        @Override
        public NDArray baseline(NDArray rewards) {
            requireOneDimension(rewards.getShape());
            NDArray reward = rewards.stopGradient();
            return reward.sum().sub(reward).div((float) (reward.size() - 1));
        }
    }

    /** A gradient reaches the rewards. */
    @Mistake(value = "not-detached", todo = "4.1.6.a")
    public static class NotDetached extends LeaveOneOutPolicyGradient {
        @Override
        public NDArray baseline(NDArray rewards) {
            requireOneDimension(rewards.getShape());
            return rewards.sum().sub(rewards).div(Math.max(1, rewards.size() - 1));
        }
    }

    /** The others of all rows and columns. */
    @Mistake(value = "shape-not-checked", todo = "4.1.6.a")
    public static class ShapeNotChecked extends LeaveOneOutPolicyGradient {
        @Override
        public NDArray baseline(NDArray rewards) {
            return super.baseline(rewards.flatten()).reshape(rewards.getShape());
        }
    }
}
