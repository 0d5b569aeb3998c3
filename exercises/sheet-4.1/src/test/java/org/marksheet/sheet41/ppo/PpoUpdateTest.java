package org.marksheet.sheet41.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Tensors;

/** Self-checks of TODO 4.1.9.e: who is asked when, with stand-ins for all the others. */
class PpoUpdateTest {
    private static final int STEPS_AN_EPOCH = 3;

    @SelfCheck(
            value = "4.1.9.e",
            hint = "Each epoch goes over all rows once, in mini-batches; the last one may be smaller. Five rows in twos are three steps.")
    void everyEpochUsesEveryRowOnce(PpoUpdate update, Tensors given) {
        Rehearsal rehearsal = new Rehearsal(given.manager());
        rehearsal.run(update, Rehearsal.TAU);
        assertThat(rehearsal.steps()).as("Steps of the optimizer").hasSize(Rehearsal.EPOCHS * STEPS_AN_EPOCH);
        for (int epoch = 0; epoch < Rehearsal.EPOCHS; epoch++) {
            List<Long> rows = new ArrayList<>();
            for (int step = 0; step < STEPS_AN_EPOCH; step++) {
                rows.addAll(rehearsal.rowsOf(epoch * STEPS_AN_EPOCH + step));
            }
            assertThat(rows).as("Rows of epoch %d", epoch + 1).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L);
        }
    }

    @SelfCheck(value = "4.1.9.e", hint = "Shuffle anew in every epoch, or the same rows always stand together.")
    void theRowsAreShuffled(PpoUpdate update, Tensors given) {
        Set<List<List<Long>>> orders = new HashSet<>();
        Rehearsal rehearsal = new Rehearsal(given.manager());
        rehearsal.run(update, Rehearsal.TAU);
        for (int epoch = 0; epoch < Rehearsal.EPOCHS; epoch++) {
            List<List<Long>> order = new ArrayList<>();
            for (int step = 0; step < STEPS_AN_EPOCH; step++) {
                order.add(rehearsal.rowsOf(epoch * STEPS_AN_EPOCH + step));
            }
            orders.add(order);
        }
        orders.add(List.of(List.of(0L, 1L), List.of(2L, 3L), List.of(4L)));
        assertThat(orders).as("The order of the rows in two epochs, and the order they came in").hasSize(Rehearsal.EPOCHS + 1);
    }

    @SelfCheck(
            value = "4.1.9.e",
            hint = "The old log-probabilities and values are those of the rollout, until the update ends. Only the new ones are computed in"
                    + " every step.")
    void whatIsOldStaysOld(PpoUpdate update, Tensors given) {
        Rehearsal rehearsal = new Rehearsal(given.manager());
        rehearsal.run(update, Rehearsal.TAU);
        for (int step = 0; step < rehearsal.steps().size(); step++) {
            assertThat(rehearsal.oldLogProbs().get(step).toFloatArray()).as("Old log-probabilities of step %d", step + 1).containsOnly(0);
            assertThat(rehearsal.oldValues().get(step).toFloatArray()).as("Old values of step %d", step + 1).containsOnly(10);
            assertThat(rehearsal.steps().get(step).logProbs().toFloatArray()).as("New log-probabilities of step %d", step + 1)
                    .containsOnly(step);
            assertThat(rehearsal.steps().get(step).values().toFloatArray()).as("New values of step %d", step + 1).containsOnly(10 + step);
        }
    }

    @SelfCheck(
            value = "4.1.9.e",
            hint = "Returns come from the advantages as they are; then the advantages are whitened, once, over the whole batch.")
    void advantagesAreWhitenedOnceAndAfterTheReturns(PpoUpdate update, Tensors given) {
        Rehearsal rehearsal = new Rehearsal(given.manager());
        Rollout rollout = rehearsal.run(update, Rehearsal.TAU);
        assertThat(rehearsal.whitened()).as("How often something was whitened").hasSize(1);
        assertThat(rehearsal.whitened().get(0).getShape().get(0)).as("Rows that were whitened together").isEqualTo(Rehearsal.ROWS);
        for (int step = 0; step < rehearsal.steps().size(); step++) {
            float row = rehearsal.rowsOf(step).get(0);
            assertThat(rehearsal.advantages().get(step).toFloatArray()[0]).as("Advantage of row %.0f", row).isEqualTo(1000 * (row + 1));
            assertThat(rehearsal.returns().get(step).toFloatArray()[0]).as("Return of row %.0f", row).isEqualTo(2 * (row + 1));
        }
        assertThatTensor(rollout.returns().get("4, :")).as("The returns of the rollout's last row").is(10, 10, 10);
    }

    @SelfCheck(
            value = "4.1.9.e",
            hint = "The penalty compares the policy with the reference, with the options' coefficient, and belongs into the rewards alone. What"
                    + " is gone down is what totalLoss returns.")
    void thePenaltyIsPaidOnceAndTheTotalLossIsTheLoss(PpoUpdate update, Tensors given) {
        Rehearsal rehearsal = new Rehearsal(given.manager());
        rehearsal.run(update, Rehearsal.TAU);
        assertThat(rehearsal.penalties()).as("Coefficients that rewards were penalised with").containsExactly(Rehearsal.BETA);
        assertThat(rehearsal.penalisedReference().toFloatArray()).as("The reference's log-probabilities").containsOnly(-1);
        rehearsal.steps().forEach(step -> assertThat(step.total().getFloat()).as("The loss of a step").isEqualTo(123));
    }

    @SelfCheck(value = "4.1.9.e", hint = "Old, new and reference log-probabilities all have the temperature that was sampled with.")
    void allLogProbabilitiesHaveTheSamplingTemperature(PpoUpdate update, Tensors given) {
        Rehearsal rehearsal = new Rehearsal(given.manager());
        rehearsal.run(update, Rehearsal.TAU);
        assertThat(rehearsal.temperatures()).as("Temperatures").hasSizeGreaterThan(2).containsOnly(Rehearsal.TAU);
    }

    @SelfCheck(value = "4.1.9.e", hint = "Greedy responses have no distribution to learn with: refuse temperature 0 before anything else.")
    void greedyResponsesAreRefused(PpoUpdate update, Tensors given) {
        Refusal.of(() -> new Rehearsal(given.manager()).run(update, 0), "temperature");
    }
}
