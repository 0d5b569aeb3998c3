package org.marksheet.sheet41.toyworld.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.marksheet.lab.model.gpt2.Gpt2;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.text.TokenBatch;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.sft.SftObjective;
import org.marksheet.sheet41.toyworld.instruction.Dialogue;
import org.marksheet.sheet41.toyworld.instruction.Instruction;

/** Tunes a language model on instructions and right answers: it learns the answers and their ends, not the prompts. */
final class InstructTraining {
    private final Sources sources;
    private final Tokenizer tokenizer;
    private final SftObjective objective;

    InstructTraining(Sources sources, Tokenizer tokenizer, SftObjective objective) {
        this.sources = sources;
        this.tokenizer = tokenizer;
        this.objective = objective;
    }

    /**
     * Trains; every example is read once.
     *
     * @param model is changed
     * @param plan how
     * @param progress told after each step
     */
    void run(Gpt2 model, Plan plan, Progress progress) {
        SplittableRandom random = sources.random(Sources.Use.INSTRUCTION);
        Descent.run(model.parameters(), plan, step -> {
            List<long[]> rows = new ArrayList<>();
            long[] promptLengths = new long[plan.batch()];
            for (int row = 0; row < plan.batch(); row++) {
                Instruction instruction = sources.instructions().draw(random);
                long[] prompt = tokenizer.encode(Dialogue.prompt(instruction.text()));
                long[] answer = tokenizer.encode(instruction.answer(random));
                LongStream end = LongStream.of(tokenizer.eosId());
                // The end of text stands before the prompt and behind the answer; before, it belongs to the prompt.
                promptLengths[row] = prompt.length + 1;
                LongStream begin = LongStream.concat(LongStream.of(tokenizer.eosId()), LongStream.of(prompt));
                rows.add(LongStream.concat(begin, LongStream.concat(LongStream.of(answer), end)).toArray());
            }
            NDManager manager = Torch.scopeManager();
            TokenBatch batch = TokenBatch.paddedRight(rows, tokenizer.padId(), manager);
            NDArray labels = objective.sftLabels(batch.ids(), manager.create(promptLengths), batch.attentionMask());
            return objective.sftLoss(model.logits(batch.ids(), batch.attentionMask()), labels);
        }, progress);
    }
}
