package org.marksheet.sheet41.generation.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.marksheet.grader.api.Mistake;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.generation.Sampling;
import org.marksheet.sheet41.generation.StoppingCriterion;

/** What goes wrong in 4.1.2.f around the model; {@link StepMistakes} has what goes wrong around the steps. */
public final class GenerateMistakes {
    private GenerateMistakes() {}

    /** The first row that ends ends them all. */
    @Mistake(value = "stops-when-any-row-ends", todo = "4.1.2.f")
    public static class StopsWhenAnyRowEnds extends SteppedGeneration {
        @Override
        boolean isOver(NDArray ended) {
            return ended.any().getBoolean();
        }
    }

    /** No row's end ends anything. */
    @Mistake(value = "never-stops-early", todo = "4.1.2.f")
    public static class NeverStopsEarly extends SteppedGeneration {
        @Override
        boolean isOver(NDArray ended) {
            return false;
        }
    }

    /** Prompts on the left, padding on the right. */
    @Mistake(value = "right-padding", todo = "4.1.2.f")
    public static class RightPadding extends SteppedGeneration {
        @Override
        int offset(int length, int longest) {
            return 0;
        }
    }

    /** Positions 0, 1, 2, .. in every row, padding or not. */
    @Mistake(value = "positions-count-padding", todo = "4.1.2.f")
    public static class PositionsCountPadding extends SteppedGeneration {
        @Override
        NDArray firstPositions(NDArray mask) {
            NDArray ones = mask.onesLike();
            return ones.cumSum(1).sub(ones);
        }

        @Override
        NDArray laterPositions(NDArray mask, NDArray before, NDArray positions, int step) {
            return before.onesLike().sum(new int[] {1}, true);
        }
    }

    /** {@code cumsum(mask)}: the first token is number 1. */
    @Mistake(value = "positions-from-one", todo = "4.1.2.f")
    public static class PositionsFromOne extends SteppedGeneration {
        @Override
        NDArray firstPositions(NDArray mask) {
            return mask.cumSum(1);
        }

        @Override
        NDArray laterPositions(NDArray mask, NDArray before, NDArray positions, int step) {
            return mask.sum(new int[] {1}, true);
        }
    }

    /** The new token has the position of the prompt's last one, for ever. */
    @Mistake(value = "stale-positions", todo = "4.1.2.f")
    public static class StalePositions extends SteppedGeneration {
        @Override
        NDArray laterPositions(NDArray mask, NDArray before, NDArray positions, int step) {
            return positions.get(":, -1:");
        }
    }

    /** The first mask, for ever. */
    @Mistake(value = "stale-mask", todo = "4.1.2.f")
    public static class StaleMask extends SteppedGeneration {
        @Override
        NDArray grown(NDArray mask, NDArray token) {
            return mask;
        }

        @Override
        NDArray laterPositions(NDArray mask, NDArray before, NDArray positions, int step) {
            return mask.sum(new int[] {1}, true).add(step);
        }
    }

    /** The mask is made anew, all ones. */
    @Mistake(value = "mask-of-ones", todo = "4.1.2.f")
    public static class MaskOfOnes extends SteppedGeneration {
        @Override
        NDArray grown(NDArray mask, NDArray token) {
            return mask.concat(token, 1).onesLike();
        }

        @Override
        NDArray laterPositions(NDArray mask, NDArray before, NDArray positions, int step) {
            return positions.get(":, -1:").add(1);
        }
    }

    /** The new token is masked. */
    @Mistake(value = "new-token-masked", todo = "4.1.2.f")
    public static class NewTokenMasked extends SteppedGeneration {
        @Override
        NDArray grown(NDArray mask, NDArray token) {
            return mask.concat(token.zerosLike(), 1);
        }

        @Override
        NDArray laterPositions(NDArray mask, NDArray before, NDArray positions, int step) {
            return positions.get(":, -1:").add(1);
        }
    }

    /** All that the cache holds already is sent once more. */
    @Mistake(value = "whole-sequence-sent-again", todo = "4.1.2.f")
    public static class WholeSequenceSentAgain extends SteppedGeneration {
        @Override
        NDArray sent(NDArray prompts, NDArray responses, NDArray token) {
            return prompts.concat(responses, 1);
        }
    }

    /** The cache is thrown away, and the whole sequence sent each time. */
    @Mistake(value = "without-the-cache", todo = "4.1.2.f")
    public static class WithoutTheCache extends WholeSequenceSentAgain {
        @Override
        KeyValueCache handedBack(KeyValueCache cache) {
            return KeyValueCache.empty();
        }
    }

    /** Rows that go on are moved to the front, the cache's rows are not. */
    @Mistake(value = "cache-mixed-up", todo = "4.1.2.f")
    public static class CacheMixedUp extends SteppedGeneration {
        @Override
        LanguageModel.Output forward(
                LanguageModel model,
                NDArray ids,
                NDArray mask,
                NDArray positions,
                KeyValueCache cache,
                NDArray ended) {
            NDArray order = frontFirst(ended);
            LanguageModel.Output output =
                    model.forward(rows(ids, order), rows(mask, order), rows(positions, order), cache);
            return new LanguageModel.Output(rows(output.logits(), inverse(order)), output.cache());
        }

        private static NDArray frontFirst(NDArray ended) {
            boolean[] gone = ended.toBooleanArray();
            long[] order = new long[gone.length];
            int next = 0;
            for (boolean wanted : new boolean[] {false, true}) {
                for (int row = 0; row < gone.length; row++) {
                    if (gone[row] == wanted) {
                        order[next++] = row;
                    }
                }
            }
            return ended.getManager().create(order);
        }

        private static NDArray inverse(NDArray order) {
            long[] inverse = new long[Math.toIntExact(order.size())];
            long[] rows = order.toLongArray();
            for (int place = 0; place < rows.length; place++) {
                inverse[(int) rows[place]] = place;
            }
            return order.getManager().create(inverse);
        }

        private static NDArray rows(NDArray array, NDArray order) {
            NDList chosen = new NDList();
            for (long row : order.toLongArray()) {
                chosen.add(array.get(row));
            }
            return NDArrays.stack(chosen);
        }
    }

    /** Rows that have ended are not sent any more. */
    @Mistake(value = "ended-rows-left-out", todo = "4.1.2.f")
    public static class EndedRowsLeftOut extends SteppedGeneration {
        @Override
        LanguageModel.Output forward(
                LanguageModel model,
                NDArray ids,
                NDArray mask,
                NDArray positions,
                KeyValueCache cache,
                NDArray ended) {
            LanguageModel.Output output =
                    model.forward(live(ids, ended), live(mask, ended), live(positions, ended), cache);
            NDArray logits = output.logits();
            boolean[] gone = ended.toBooleanArray();
            NDList rows = new NDList();
            int next = 0;
            for (boolean ending : gone) {
                rows.add(ending ? logits.get(0).zerosLike() : logits.get(next++));
            }
            return new LanguageModel.Output(NDArrays.stack(rows), output.cache());
        }

        private static NDArray live(NDArray array, NDArray ended) {
            boolean[] gone = ended.toBooleanArray();
            NDList rows = new NDList();
            for (int row = 0; row < gone.length; row++) {
                if (!gone[row]) {
                    rows.add(array.get(row));
                }
            }
            return NDArrays.stack(rows);
        }
    }

    /** The logits of the first column. */
    @Mistake(value = "logits-of-the-first-token", todo = "4.1.2.f")
    public static class LogitsOfTheFirstToken extends SteppedGeneration {
        @Override
        NDArray last(NDArray logits) {
            return logits.get(":, 0");
        }
    }

    /** Whatever looks like a pad is padding, inside a prompt as well. */
    @Mistake(value = "pad-inside-the-prompt-masked", todo = "4.1.2.f")
    public static class PadInsideThePromptMasked extends SteppedGeneration {
        @Override
        NDArray mask(List<long[]> prompts, int padId) {
            return padded(prompts, padId).neq(padId).toType(DataType.INT64, false);
        }
    }

    /** An empty batch or prompt fails somewhere, or not at all. */
    @Mistake(value = "empty-prompts-accepted", todo = "4.1.2.f")
    public static class EmptyPromptsAccepted extends SteppedGeneration {
        @Override
        public NDArray generate(
                LanguageModel model,
                Sampling sampling,
                List<long[]> prompts,
                GenerationOptions options,
                StoppingCriterion stopping,
                RandomSource random) {
            if (prompts.isEmpty()) {
                return matrix(new long[] {options.padId()}, 1);
            }
            return super.generate(model, sampling, prompts, options, stopping, random);
        }

        @Override
        void require(List<long[]> prompts) {
            // That is the mistake.
        }
    }
}
