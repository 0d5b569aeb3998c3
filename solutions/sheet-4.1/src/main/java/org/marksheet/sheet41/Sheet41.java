package org.marksheet.sheet41;

import java.util.List;
import java.util.Map;
import org.marksheet.grader.api.Sheet;
import org.marksheet.grader.api.TodoClass;
import org.marksheet.sheet41.ppo.ClippedPpoObjective;
import org.marksheet.sheet41.ppo.PpoObjective;
import org.marksheet.sheet41.ppo.alternatives.FormulaAlternatives;
import org.marksheet.sheet41.ppo.alternatives.LoopAlternatives;
import org.marksheet.sheet41.ppo.alternatives.NumberAlternatives;
import org.marksheet.sheet41.ppo.checks.EntropyChecks;
import org.marksheet.sheet41.ppo.checks.PolicyLossChecks;
import org.marksheet.sheet41.ppo.checks.TotalLossChecks;
import org.marksheet.sheet41.ppo.checks.ValueLossChecks;
import org.marksheet.sheet41.ppo.lookalikes.PpoLookalikes;
import org.marksheet.sheet41.ppo.mistakes.EntropyMistakes;
import org.marksheet.sheet41.ppo.mistakes.PolicyLossMistakes;
import org.marksheet.sheet41.ppo.mistakes.TotalLossMistakes;
import org.marksheet.sheet41.ppo.mistakes.ValueLossMistakes;

/** Sheet 4.1, supervised fine-tuning and RL fine-tuning, as the grader sees it. */
public final class Sheet41 implements Sheet {
    @Override
    public String id() {
        return "4.1";
    }

    @Override
    public String rootPackage() {
        return "org.marksheet.sheet41";
    }

    @Override
    public List<TodoClass> todoClasses() {
        return List.of(new TodoClass(
                PpoObjective.class,
                ClippedPpoObjective.class.getName(),
                Map.of(
                        "policyLoss", "4.1.9.a",
                        "valueLoss", "4.1.9.b",
                        "entropy", "4.1.9.c",
                        "totalLoss", "4.1.9.d")));
    }

    @Override
    public List<Class<?>> checks() {
        return List.of(PolicyLossChecks.class, ValueLossChecks.class, EntropyChecks.class, TotalLossChecks.class);
    }

    @Override
    public List<Class<?>> mistakes() {
        return List.of(
                PolicyLossMistakes.class, ValueLossMistakes.class, EntropyMistakes.class, TotalLossMistakes.class);
    }

    @Override
    public List<Class<?>> alternatives() {
        return List.of(LoopAlternatives.class, NumberAlternatives.class, FormulaAlternatives.class);
    }

    @Override
    public List<Class<?>> lookalikes() {
        return List.of(PpoLookalikes.class);
    }
}
