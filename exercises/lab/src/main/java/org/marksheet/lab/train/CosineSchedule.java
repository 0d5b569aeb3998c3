package org.marksheet.lab.train;

/**
 * A learning rate that rises in a straight line and then falls along half a cosine.
 *
 * @param peak the highest learning rate, above 0
 * @param last the learning rate at the end, in [0, peak]
 * @param warmUpSteps how many steps it rises
 * @param totalSteps how many steps there are, above {@code warmUpSteps}
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter 2017</a>
 */
public record CosineSchedule(double peak, double last, long warmUpSteps, long totalSteps) {
    /** Checks the numbers. */
    public CosineSchedule {
        if (!(peak > 0) || !(last >= 0 && last <= peak)) {
            throw new IllegalArgumentException("peak " + peak + " must be above 0 and last " + last + " in [0, peak].");
        }
        if (warmUpSteps < 0 || totalSteps <= warmUpSteps) {
            throw new IllegalArgumentException(
                    "totalSteps " + totalSteps + " must be above warmUpSteps " + warmUpSteps + ", and that at least 0.");
        }
    }

    /**
     * Returns the learning rate of a step.
     *
     * @param step from 0; steps beyond the total have the last rate
     */
    public double at(long step) {
        if (step < warmUpSteps) {
            return peak * (step + 1) / warmUpSteps;
        }
        double progress = Math.min(1, (double) (step - warmUpSteps) / (totalSteps - warmUpSteps));
        return last + (peak - last) * (1 + Math.cos(Math.PI * progress)) / 2;
    }
}
