package org.marksheet.sheet41.toyworld.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.marksheet.sheet41.toyworld.instruction.Dialogue;
import org.marksheet.sheet41.toyworld.instruction.Instruction;

/**
 * How often a language model does what it is told.
 *
 * @param followed share of instructions that were followed, the kinds with equal weight
 * @param byKind the same for each kind
 * @param examples an instruction of each kind with the answer
 */
record InstructionQuality(double followed, List<Double> byKind, List<String> examples) {
    /** Copies the lists. */
    InstructionQuality {
        byKind = List.copyOf(byKind);
        examples = List.copyOf(examples);
    }

    /**
     * Measures.
     *
     * @param samples lets the model answer
     * @param kinds instructions that training never showed, by kind
     * @param perKind how many of each kind are asked; some may be asked twice
     * @param temperature 0 for the likeliest answer
     * @param random which are asked
     */
    static InstructionQuality of(Samples samples, List<List<Instruction>> kinds, int perKind, float temperature,
            SplittableRandom random) {
        List<Double> byKind = new ArrayList<>();
        List<String> examples = new ArrayList<>();
        for (List<Instruction> kind : kinds) {
            List<Instruction> asked = random.ints(perKind, 0, kind.size()).mapToObj(kind::get).toList();
            List<String> answers = samples.after(
                    asked.stream().map(one -> Dialogue.prompt(one.text())).toList(), temperature, 32);
            int followed = 0;
            for (int i = 0; i < perKind; i++) {
                followed += asked.get(i).isFollowedBy(answers.get(i)) ? 1 : 0;
            }
            byKind.add(followed / (double) perKind);
            examples.add(asked.get(0).text() + " ->" + answers.get(0));
        }
        double mean = byKind.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        return new InstructionQuality(mean, byKind, examples);
    }
}
