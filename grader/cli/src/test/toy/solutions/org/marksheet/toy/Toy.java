package org.marksheet.toy;

import java.util.List;
import java.util.Map;
import org.marksheet.grader.api.Sheet;
import org.marksheet.grader.api.TodoClass;
import org.marksheet.toy.checks.MeasuresChecks;
import org.marksheet.toy.mistakes.MeasuresMistakes;
import org.marksheet.toy.proofs.MeasuresProofs;

/** The toy sheet as the grader sees it. */
public final class Toy implements Sheet {
    @Override
    public String id() {
        return "0.1";
    }

    @Override
    public String rootPackage() {
        return "org.marksheet.toy";
    }

    @Override
    public List<TodoClass> todoClasses() {
        return List.of(new TodoClass(
                Measures.class, "org.marksheet.toy.ToyMeasures", Map.of("mean", "0.1.1.a", "atLeast", "0.1.1.b")));
    }

    @Override
    public List<Class<?>> checks() {
        return List.of(MeasuresChecks.class);
    }

    @Override
    public List<Class<?>> mistakes() {
        return List.of(MeasuresMistakes.class);
    }

    @Override
    public List<Class<?>> alternatives() {
        return List.of(MeasuresProofs.class);
    }

    @Override
    public List<Class<?>> lookalikes() {
        return List.of(MeasuresProofs.class);
    }
}
