package org.marksheet.sheet41.ppo.checks;

import static org.marksheet.grader.api.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Derivatives;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Watch;
import org.marksheet.sheet41.ppo.PpoObjective;

/** What 4.1.9.d must do. */
public class TotalLossChecks {
    private static final double TOLERANCE = 1e-4;

    @Check(value = "4.1.9.d/worked-example", stands = "numbers that a student can redo by hand")
    void theWorkedExampleComesToItsSum(PpoObjective objective, NDManager manager) {
        NDArray total = objective.totalLoss(
                manager.create(.4f), manager.create(1.5f), manager.create(2.3f), .1f, .02f);
        // .4 + .15 - .046
        assertThatTensor(total).as("the loss of .4, 1.5 and 2.3 with .1 and .02").hasShape().isNumber(.504, TOLERANCE);
    }

    @Check(
            value = "4.1.9.d/random-sum",
            stands = "an answer learnt by heart fits known numbers and not fresh ones")
    void freshNumbersComeToTheirSum(PpoObjective objective, NDManager manager, Draw draw) {
        float policy = draw.between(-1f, 1f);
        float value = draw.between(1f, 2f);
        float entropy = draw.between(2.5f, 4f);
        float valueCoefficient = draw.between(.3f, .6f);
        float entropyCoefficient = draw.between(.1f, .2f);
        NDArray total = objective.totalLoss(
                manager.create(policy),
                manager.create(value),
                manager.create(entropy),
                valueCoefficient,
                entropyCoefficient);
        assertThatTensor(total)
                .as("the loss of the whole step")
                .isNumber((double) policy + valueCoefficient * value - entropyCoefficient * entropy, TOLERANCE);
    }

    @Check("4.1.9.d/slopes")
    void eachPartGetsItsCoefficientAsGradient(PpoObjective objective, NDManager manager, Draw draw, Watch watch) {
        float valueCoefficient = draw.between(.3f, .6f);
        float entropyCoefficient = draw.between(.1f, .2f);
        Derivatives<NDArray> total = watch.gradients(() -> objective.totalLoss(
                manager.create(draw.between(-1f, 1f)),
                manager.create(draw.between(1f, 2f)),
                manager.create(draw.between(2.5f, 4f)),
                valueCoefficient,
                entropyCoefficient));
        assertThatTensor(total.gradient("policyLoss")).as("the gradient in policyLoss").isNumber(1, TOLERANCE);
        assertThatTensor(total.gradient("valueLoss"))
                .as("the gradient in valueLoss")
                .isNumber(valueCoefficient, TOLERANCE);
        assertThatTensor(total.gradient("entropy"))
                .as("the gradient in entropy, which should grow,")
                .isNumber(-entropyCoefficient, TOLERANCE);
    }

    @Check(
            value = "4.1.9.d/coefficients-of-zero",
            stands = "tells a missing coefficient from a wrong sign: with 0 only the policy is left")
    void coefficientsOfZeroLeaveThePolicyLoss(PpoObjective objective, NDManager manager, Draw draw) {
        float policy = draw.between(-1f, 1f);
        float value = draw.between(1f, 2f);
        float entropy = draw.between(2.5f, 4f);
        assertThatTensor(objective.totalLoss(
                        manager.create(policy), manager.create(value), manager.create(entropy), 0, 0))
                .as("with both coefficients 0 the loss")
                .isNumber(policy, TOLERANCE);
    }

    @Check("4.1.9.d/only-scalars")
    void whatIsNoScalarIsRejectedByShape(PpoObjective objective, NDManager manager) {
        NDArray scalar = manager.create(.7f);
        NDArray wrong = manager.ones(new Shape(3, 7));
        int[] shape = {3, 7};
        new Rejection("a policyLoss that is no scalar")
                .names(() -> objective.totalLoss(wrong, scalar, scalar, .1f, .02f), shape);
        new Rejection("a valueLoss that is no scalar")
                .names(() -> objective.totalLoss(scalar, wrong, scalar, .1f, .02f), shape);
        new Rejection("an entropy that is no scalar")
                .names(() -> objective.totalLoss(scalar, scalar, wrong, .1f, .02f), shape);
    }

    @Check(
            value = "4.1.9.d/inputs-stay",
            stands = "while it records, the engine itself forbids the change; here the reason is said")
    void inputsStayAsTheyWere(PpoObjective objective, NDManager manager, Watch watch) {
        objective.totalLoss(manager.create(.4f), manager.create(1.5f), manager.create(2.3f), .1f, .02f);
        watch.assertInputsUnchanged();
    }
}
