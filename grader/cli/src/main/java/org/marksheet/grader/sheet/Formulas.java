package org.marksheet.grader.sheet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * MathML of formulas: looked up among those rendered at build time, and rendered on the spot where one is missing.
 *
 * <p>Safe for use by several threads.
 */
public final class Formulas {
    private final Map<Formula, String> known;
    private FormulaEngine engine;

    private Formulas(Map<Formula, String> known) {
        this.known = new ConcurrentHashMap<>(known);
    }

    /** Returns formulas that start with nothing rendered. */
    public static Formulas none() {
        return new Formulas(Map.of());
    }

    /** Returns formulas that start with all that sheets on a class path bring. */
    public static Formulas of(ClassLoader loader) {
        Map<Formula, String> known = new ConcurrentHashMap<>();
        try {
            for (URL url : Collections.list(loader.getResources(FormulaCache.RESOURCE))) {
                try (InputStream in = url.openStream()) {
                    FormulaCache cache = FormulaCache.read(in);
                    if (cache.engine().equals(FormulaEngine.name())) {
                        known.putAll(cache.mathMl());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Formulas(known);
    }

    static Formulas of(FormulaCache cache) {
        return new Formulas(cache.engine().equals(FormulaEngine.name()) ? cache.mathMl() : Map.of());
    }

    /**
     * Returns a formula as a {@code math} element.
     *
     * @throws FormulaException if KaTeX does not understand it
     */
    public String mathMl(Formula formula) {
        String math = known.get(formula);
        if (math == null) {
            math = render(formula);
            known.put(formula, math);
        }
        return math;
    }

    private synchronized String render(Formula formula) {
        if (engine == null) {
            engine = new FormulaEngine();
        }
        return engine.mathMl(formula);
    }

    /** Returns whether a formula had to be rendered on the spot. */
    synchronized boolean rendered() {
        return engine != null;
    }
}
